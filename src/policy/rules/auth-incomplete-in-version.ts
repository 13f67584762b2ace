import { INCOMPLETE_LOGINS } from "../../mlflow/login-coverage.ts";
import { inRange } from "../../mlflow/versions.ts";
import { BASIC_AUTH } from "../login.ts";
import type { Rule } from "../types.ts";

export const authIncompleteInVersion: Rule = {
  id: "auth-incomplete-in-version",
  title: "The login of this MLflow does not cover all of it",
  why: "some of its routes answer without a password, whatever is configured",
  check: ({ intent, facts, exposed, login }) => {
    const { mlflow } = facts;
    if (!exposed || login.app !== BASIC_AUTH || !mlflow) return [];
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
  },
};
