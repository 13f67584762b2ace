import { shellQuote } from "../../intent/shell-quote.ts";
import { has } from "../../mlflow/versions.ts";
import { BASIC_AUTH } from "../login.ts";
import type { Rule } from "../types.ts";

export const authExtraMissing: Rule = {
  id: "auth-extra-missing",
  title: "This MLflow has no login built in",
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
    const extra = shellQuote(`mlflow[auth]==${mlflow.version}`);
    return [
      {
        severity: "error",
        what: `${mlflow.path} (MLflow ${mlflow.version}) is installed without the auth extra`,
        origin: { kind: "default", name: mlflow.path },
        repairs: [{ managed: true }],
        notes: [
          { kind: "note", text: `or add it: ${shellQuote(mlflow.python)} -m pip install ${extra}` },
        ],
      },
    ];
  },
};
