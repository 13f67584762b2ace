import { has } from "../../mlflow/versions/versions.ts";
import { SECRET_KEY } from "../../secrets/names.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { signsCookies } from "../login/login.ts";
import { settingsManager } from "../login/plugin-login.ts";
import { createSecrets, createSecretsOutside } from "../repair/secret-repair.ts";
import type { Rule } from "../types.ts";

export const secretKeyMissing: Rule = {
  id: "secret-key-missing",
  title: "The login has no secret key",
  severities: ["error", "warning"],
  why: "session cookies are signed with it; without one MLflow does not start, or signs with a key of its own in each worker",
  check: (world) => {
    const { facts, login, exposed } = world;
    const name = login.plugin?.plugin.secretKey ?? SECRET_KEY;
    const required = !login.plugin && has(facts.mlflow?.version ?? null, "secretKeyRequired");
    const unusable = facts.unusableFiles.some(({ origin }) => origin.name === `${name}_FILE`);
    if (!signsCookies(login) || facts.secretKey || unusable || !(exposed || required)) return [];
    const manager = settingsManager(world);
    const unseen =
      manager && `; whether ${describeOrigin(manager.origin)} brings it was not looked at`;
    return [
      {
        severity: manager ? "warning" : "error",
        what: `${name} is not set, and a login is wanted${unseen ?? ""}`,
        origin: { kind: "default", name },
        repairs: [login.plugin ? { keyFile: name } : createSecrets(world)],
        notes: login.plugin ? [] : createSecretsOutside(world),
      },
    ];
  },
};
