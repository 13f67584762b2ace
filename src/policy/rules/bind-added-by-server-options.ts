import { describeOrigin } from "../exposure/exposure.ts";
import type { Rule, World } from "../types.ts";

export const bindAddedByServerOptions: Rule = {
  id: "bind-added-by-server-options",
  title: "Server options that could open another way in",
  severities: ["error"],
  why: "options handed to uvicorn or gunicorn can add listeners, change the app or load code, whatever --host says",
  check: (world) => {
    const { server } = world.intent;
    if (server.refused.length === 0) return [];
    const refused = server.refused.map(({ option, reason }) => `${option} (${reason})`).join("; ");
    return [
      {
        severity: "error",
        what: `${describeOrigin(server.origin)} holds ${refused}`,
        origin: server.origin,
        repairs: [without(world)],
        notes: [
          {
            kind: "note",
            text: "timeouts, log level, TLS files, limits and access log are admitted",
          },
        ],
      },
    ];
  },
};

/** The same options without the refused ones. */
function without({ intent: { server } }: World) {
  const name = server.origin.name;
  if (server.origin.kind === "flag") return { drop: [name.replace(/^--/, "")] };
  return { blank: [name] };
}
