interface Report {
  readonly testResults?: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly meta?: { readonly leftOut?: string };
    }[];
  }[];
}

/** @param report what vitest's JSON reporter wrote. */
export function leftOut(report: Report): {
  readonly reasons: ReadonlyMap<string, number>;
  readonly unexplained: readonly string[];
};
