import { type Definition, optional, strings, valued } from "./definition.ts";

/** For HEALTHCHECK lines and probes. */
export const HEALTHCHECK: Definition = {
  usage: `mlflow-guard healthcheck

Does the server that mlflow-guard started here answer /health? Port, prefix and
TLS come from the launcher's state file; curl is not needed. With more than one
server of this user, all must answer.

Exit codes: 0 healthy, 1 not, or not ready yet.`,
  options: (help) => help.option("url", valued("ask this server instead")),
  run: async ({ url, _: words }, ports) => {
    const [stray] = strings(words);
    const { healthcheck } = await import("../commands/healthcheck.ts");
    return healthcheck({ url: optional(url), stray }, ports);
  },
};
