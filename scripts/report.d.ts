/** What vitest's JSON reporter wrote. */
interface Report<File> {
  readonly testResults: readonly File[];
}

export function leftOut(
  report: Report<{
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly meta?: { readonly leftOut?: string };
    }[];
  }>,
): {
  readonly reasons: ReadonlyMap<string, number>;
  readonly unexplained: readonly string[];
};

/** @param root the folder that has the tests in `test/`. */
export function longest(
  report: Report<{
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
  }>,
  root: string,
): readonly string[];
