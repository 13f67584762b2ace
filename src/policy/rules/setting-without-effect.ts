import { readVariable } from "../../intent/environment.ts";
import type { Origin } from "../../intent/types.ts";
import { IGNORED_VARIABLES } from "../../mlflow/ignored-variables.ts";
import { describeOrigin } from "../exposure.ts";
import { BASIC_AUTH } from "../login.ts";
import type { Hit, Rule, World } from "../types.ts";

export const settingWithoutEffect: Rule = {
  id: "setting-without-effect",
  title: "A setting that has no effect",
  why: "whoever set it may think that it protects the server",
  check: (world) => [
    ...ignoredVariables(world),
    ...configWithoutLogin(world),
    ...overriddenOptions(world),
  ],
};

function ignoredVariables({ intent }: World): Hit[] {
  return IGNORED_VARIABLES.flatMap(({ name, instead }) => {
    const setting = readVariable(intent.environment, name);
    return setting ? [hit(setting.origin, `is read by nobody; ${instead}`, [name])] : [];
  });
}

function configWithoutLogin({ intent, login }: World): Hit[] {
  const setting = readVariable(intent.environment, "MLFLOW_AUTH_CONFIG_PATH");
  if (!setting || login.app === BASIC_AUTH) return [];
  return [
    hit(setting.origin, "only speaks when --app-name basic-auth is given", [setting.origin.name]),
  ];
}

function overriddenOptions({ intent: { server } }: World): Hit[] {
  return server.ineffective.map(({ name, value }) => ({
    severity: "warning",
    what: `${name} in ${describeOrigin(server.origin)} is overridden by MLflow's own`,
    origin: server.origin,
    repairs:
      server.origin.kind === "flag"
        ? [{ drop: [server.origin.name.replace(/^--/, "")] }]
        : [{ blank: [server.origin.name] }],
    notes: [{ kind: "note", text: `write --workers ${value ?? "N"} beside it instead` }],
  }));
}

function hit(origin: Origin, why: string, blank: string[]): Hit {
  return {
    severity: "warning",
    what: `${describeOrigin(origin)} ${why}`,
    origin,
    repairs: [{ blank }],
  };
}
