import type { Decision } from "../../src/policy/types.ts";
import { decisionOf, MLFLOW, type Scene, STRONG } from "../support/world.ts";

export const OPEN = ["--host", "0.0.0.0"];
const WAIVER = ["--guard-unsafe", "public-without-auth", "--guard-reason", "demo day"];

/** An opt-out that is in force. */
export function waivedOn(until: string, words: readonly string[] = []): Decision {
  return decisionOf({ words: [...OPEN, ...WAIVER, "--guard-until", until, ...words] });
}

/** Decisions with much to say. */
export const TALKATIVE: readonly (readonly [string, Scene])[] = [
  ["an open bind", { words: OPEN }],
  ["half a login", { words: OPEN, facts: { secretKey: STRONG.secretKey } }],
  [
    "everything at once",
    {
      words: [
        ...["--host", "0", "--app-name", "mine", "--uvicorn-opts", "--fd 0 --workers 3"],
        ...["--allowed-hosts", "*,10.*", "--cors-allowed-origins", "*", "--guard-unsafe", "x"],
        ...["--static-prefix", "/static", "--backend-store-uri", "postgresql://a:hunter2@db/x"],
      ],
      env: { MLFLOW_AUTH_ENABLED: "true", MLFLOW_ENABLE_AUTH: "true" },
      facts: { isRoot: true, mlflow: { ...MLFLOW, authExtra: false, version: "3.9.0" } },
    },
  ],
];
