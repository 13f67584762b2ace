import { has } from "../../mlflow/versions.ts";
import { SECRET_KEY } from "../../secrets/names.ts";
import { BASIC_AUTH } from "../login.ts";
import { createSecrets } from "../secret-repair.ts";
import type { Rule } from "../types.ts";

export const secretKeyMissing: Rule = {
  id: "secret-key-missing",
  title: "The login has no secret key",
  why: "session cookies are signed with it; without one MLflow does not start, or signs with a key of its own in each worker",
  check: (world) => {
    const { facts, login, exposed } = world;
    const needed = exposed || has(facts.mlflow?.version ?? null, "secretKeyRequired");
    const unusable = facts.unusableFiles.some(({ origin }) => origin.name === `${SECRET_KEY}_FILE`);
    if (login.app !== BASIC_AUTH || facts.secretKey || unusable || !needed) return [];
    return [
      {
        severity: "error",
        what: `${SECRET_KEY} is not set, and a login is wanted`,
        origin: { kind: "default", name: SECRET_KEY },
        repairs: [createSecrets(world)],
      },
    ];
  },
};
