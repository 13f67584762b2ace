import { type Definition, optional, strings, valued } from "./definition.ts";

/** For HEALTHCHECK lines and probes. */
export const HEALTHCHECK: Definition = {
  usage: `mlflow-guard healthcheck

Does the server that mlflow-guard started in this working directory answer
/health? In a container without one, the server that the container was started
for. Port, prefix and TLS come from the launcher's state file; curl is not
needed.`,
  examples: [["HEALTHCHECK CMD mlflow-guard healthcheck", "in a Dockerfile"]],
  exitCodes: [
    ["0", "healthy"],
    ["1", "not, or not ready yet"],
    ["64", "wrong usage"],
  ],
  options: {
    url: valued("ask this server instead"),
    all: { type: "boolean", describe: "every server of this user; all must answer" },
  },
  run: async ({ url, all, _: words }, ports) => {
    const [stray] = strings(words);
    const { healthcheck } = await import("../commands/healthcheck.ts");
    return healthcheck({ url: optional(url), all: all === true, stray }, ports);
  },
};
