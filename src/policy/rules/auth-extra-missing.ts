import { requirementsOf } from "../../mlflow/versions/requirements.ts";
import { has } from "../../mlflow/versions/versions.ts";
import { BASIC_AUTH } from "../login/login.ts";
import type { Rule } from "../types.ts";

export const authExtraMissing: Rule = {
  id: "auth-extra-missing",
  title: "This MLflow has no login built in",
  severities: ["error"],
  why: "basic-auth needs the extra mlflow[auth] (Flask-WTF); without it MLflow stops with an ImportError",
  check: ({ facts, login }) => {
    const { mlflow } = facts;
    if (
      login.app !== BASIC_AUTH ||
      !mlflow ||
      mlflow.authExtra ||
      !has(mlflow.version, "secretKeyRequired")
    )
      return [];
    const own = mlflow.adds && { extra: [...mlflow.adds, ...requirementsOf(mlflow.version)] };
    return [
      {
        severity: "error",
        what: `${mlflow.path} (MLflow ${mlflow.version}) is installed without the auth extra`,
        origin: { kind: "default", name: mlflow.path },
        // Into the environment that was chosen first: a second MLflow beside it was not asked for.
        ...(own
          ? { repairs: [own, { managed: true }], remedy: own }
          : { repairs: [{ managed: true }] }),
      },
    ];
  },
};
