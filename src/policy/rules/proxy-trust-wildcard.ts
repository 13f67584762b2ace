import { readVariable } from "../../intent/environment/environment.ts";
import type { ServerIntent } from "../../intent/types.ts";
import { FORWARDING_VARIABLES } from "../../mlflow/options/server-option-table.ts";
import { trustsEverybody } from "../../net/trusted-addresses.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import type { Fix, Hit, Rule } from "../types.ts";

export const proxyTrustWildcard: Rule = {
  id: "proxy-trust-wildcard",
  title: "Everybody could say where a request comes from",
  severities: ["error", "info"],
  why: "with X-Forwarded-For a stranger then passes for this very machine, which MLflow lets do more than others",
  check: ({ intent }) => [
    ...FORWARDING_VARIABLES.flatMap((name) => fromEnvironment(intent, name)),
    ...fromServerOptions(intent),
  ],
};

function fromEnvironment(intent: ServerIntent, name: string): Hit[] {
  const setting = readVariable(intent.environment, name);
  if (!setting || !trustsEverybody(setting.value)) return [];
  const { origin } = setting;
  const what = `${describeOrigin(origin)} trusts everybody, and `;
  if (!intent.passEnv.some(({ value }) => value === name)) {
    const notes = [nameTheProxy(intent)];
    return [{ severity: "info", what: `${what}is not handed on`, origin, repairs: [], notes }];
  }
  return [
    {
      severity: "error",
      what: `${what}--guard-pass-env hands it on`,
      origin,
      // The other variable would still be there to be mentioned.
      repairs: [{ drop: ["guard-pass-env"], blank: wildcards(intent) }],
      notes: [nameTheProxy(intent)],
    },
  ];
}

function wildcards({ environment }: ServerIntent): string[] {
  return FORWARDING_VARIABLES.filter((name) =>
    trustsEverybody(readVariable(environment, name)?.value ?? ""),
  );
}

/** The launcher leaves the option out when it builds the command line. */
function fromServerOptions(intent: ServerIntent): Hit[] {
  const { dropped, origin } = intent.server;
  return dropped.map(({ name }) => ({
    severity: "info",
    what: `${name} in ${describeOrigin(origin)} trusts everybody, and is left out`,
    origin,
    repairs: [],
    notes: [nameTheProxy(intent)],
  }));
}

function nameTheProxy({ server }: ServerIntent): Fix {
  const option = server.kind === "gunicorn" ? "--gunicorn-opts" : "--uvicorn-opts";
  return {
    kind: "note",
    text: `a proxy on another machine is named: ${option} "--forwarded-allow-ips 10.0.0.7"`,
  };
}
