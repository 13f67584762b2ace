/** The errors of a process, or a whole system, that may open no more files (open(2)). */
export const EXHAUSTED: ReadonlySet<unknown> = new Set(["EMFILE", "ENFILE"]);
