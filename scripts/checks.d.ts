/** What is taken out, in which file, the text that goes, and what takes its place. */
export const CHECKS: readonly (readonly [string, string, string, string])[];
