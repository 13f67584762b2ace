import { hasTls } from "../../intent/argv/server-options.ts";
import type { Rule } from "../types.ts";

export const noTls: Rule = {
  id: "no-tls",
  title: "Passwords would cross the network in clear text",
  severities: ["warning"],
  why: "basic auth sends the password with every request; who can listen on the way can use it",
  check: (world) => {
    const onNetwork = world.exposed && world.exposure.bindLevel !== "loopback";
    if (!onNetwork || !world.login.asks || hasTls(world.intent)) return [];
    return [
      {
        severity: "warning",
        what: `http without TLS at ${world.exposure.requested}, port ${world.exposure.port}`,
        origin: world.intent.host.origin,
        repairs: [],
        notes: [
          {
            kind: "note",
            text: "give a certificate with --guard-tls-cert FILE --guard-tls-key FILE, or put a TLS proxy in front",
          },
        ],
      },
    ];
  },
};
