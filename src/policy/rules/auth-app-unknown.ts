import { describeOrigin } from "../exposure.ts";
import { BASIC_AUTH } from "../login.ts";
import { createSecrets } from "../secret-repair.ts";
import type { Rule } from "../types.ts";

export const authAppUnknown: Rule = {
  id: "auth-app-unknown",
  title: "It is not known whether this app asks for a login",
  why: "an MLflow app plugin may serve everything to everybody; only basic-auth is known to ask",
  check: (world) => {
    const { exposed, login } = world;
    if (!exposed || login.app === null || login.asks) return [];
    return [
      {
        severity: "error",
        what: `${describeOrigin(login.origin)} names ${JSON.stringify(login.app)}`,
        origin: login.origin,
        repairs: [{ ...createSecrets(world), set: { "app-name": BASIC_AUTH } }],
        notes: [{ kind: "note", text: `if the plugin does ask: --guard-login-app ${login.app}` }],
      },
    ];
  },
};
