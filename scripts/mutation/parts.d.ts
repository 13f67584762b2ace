/** What is mutated together: the files, the tests that judge and those left out, the least score. */
export const PARTS: Readonly<
  Record<
    string,
    { mutate: RegExp; tests: string[]; without: string[]; caged: boolean; least: number }
  >
>;
