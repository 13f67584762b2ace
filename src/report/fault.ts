/** What is said of an error that nobody expected, and what to do: its text may hold anything. */
export function describeFault(error: unknown): [what: string, fix: string] {
  const name = error instanceof Error ? error.name : "unknown";
  return [
    `internal error (${name}); this is a mistake of mlflow-guard`,
    "please report it, with the command you ran",
  ];
}
