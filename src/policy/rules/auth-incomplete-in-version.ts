import { INCOMPLETE_LOGINS } from "../../mlflow/login/login-coverage.ts";
import { inRange } from "../../mlflow/versions/versions.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { incompletePlugin } from "../login/plugin-login.ts";
import { loginOfMlflow } from "../repair/secret-repair.ts";
import type { Hit, Rule, World } from "../types.ts";

export const authIncompleteInVersion: Rule = {
  id: "auth-incomplete-in-version",
  title: "The login of this MLflow does not cover all of it",
  severities: ["error"],
  waivable: true,
  why: "some of its routes answer without a password, whatever is configured",
  check: (world) => (world.exposed ? [...ofMlflow(world), ...ofPlugin(world)] : []),
};

function ofMlflow({ intent, facts: { mlflow }, login }: World): Hit[] {
  if (login.app !== BASIC_AUTH || !mlflow) return [];
  return INCOMPLETE_LOGINS.filter(
    (entry) =>
      inRange(mlflow.version, entry) &&
      (entry.server === null || entry.server === intent.server.kind),
  ).map((entry) => ({
    severity: "error",
    what: `MLflow ${mlflow.version} (${mlflow.path}): ${entry.what}`,
    origin: { kind: "default", name: mlflow.path },
    repairs: [{ managed: true }],
  }));
}

function ofPlugin(world: World): Hit[] {
  const { login, facts } = world;
  return incompletePlugin(world).map((what) => ({
    severity: "error",
    what,
    origin: { kind: "default", name: facts.mlflow?.path ?? "" },
    repairs: [loginOfMlflow(world)],
    notes: [{ kind: "note", text: `or take a newer ${login.plugin?.plugin.distribution}` }],
  }));
}
