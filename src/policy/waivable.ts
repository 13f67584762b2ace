/** The rules that an opt-out may name. Kept apart from the registry, which imports the rule that needs them. */
export const WAIVABLE: ReadonlySet<string> = new Set([
  "public-without-auth",
  "auth-app-unknown",
  "auth-incomplete-in-version",
]);
