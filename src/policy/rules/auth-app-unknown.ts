import { KUBERNETES_AUTH } from "../../mlflow/login/kubernetes-login.ts";
import { findLoginPlugin } from "../../mlflow/login/login-plugins.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { shellQuote } from "../../shell/quote.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { loginOfMlflow } from "../repair/secret-repair.ts";
import type { Fix, Rule } from "../types.ts";

const KUBERNETES_NOTE: Fix = {
  kind: "note",
  text: `${KUBERNETES_AUTH.app} comes with ${KUBERNETES_AUTH.distribution}: ${KUBERNETES_AUTH.needs}`,
};

export const authAppUnknown: Rule = {
  id: "auth-app-unknown",
  title: "It is not known whether this app asks for a login",
  severities: ["error"],
  waivable: true,
  why: "an MLflow app plugin may serve everything to everybody; only basic-auth and oidc-auth are known to ask",
  check: (world) => {
    const { exposed, login } = world;
    // Of a name that is known, auth-ineffective says what is wrong with it.
    if (!exposed || login.app === null || login.asks || findLoginPlugin(login.app)) return [];
    return [
      {
        severity: "error",
        what: `${describeOrigin(login.origin)} names ${shownSetting(login.app)}`,
        origin: login.origin,
        repairs: [loginOfMlflow(world)],
        notes: [
          {
            kind: "note",
            text: `if the plugin does ask: --guard-login-app ${shellQuote(login.app)}`,
          },
          ...(login.app === KUBERNETES_AUTH.app ? [KUBERNETES_NOTE] : []),
        ],
      },
    ];
  },
};
