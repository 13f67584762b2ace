export declare function copyProject(purpose: string): { folder: string; names: string[] };
