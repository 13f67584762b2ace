import { describe, expect, it } from "vitest";
import { tellingLines } from "../../src/install/explain.ts";
import { withoutCredentials } from "../../src/install/index-settings.ts";
import { endingOf } from "../../src/launch/life/ending.ts";
import { splitLines } from "../../src/launch/output/lines.ts";
import { describeViolation } from "../../src/report/endings/violations.ts";
import { secretValues, shownWords } from "../../src/secrets/hide.ts";
import { Secret } from "../../src/secrets/secret.ts";
import type { Session } from "../../src/users/context.ts";
import { mustBeDone } from "../../src/users/server/replies.ts";
import { ReadAlong } from "../../src/watch/access/output-lines.ts";
import { conclude } from "../../src/watch/login/proof.ts";

const PASSWORD = "Qz7pWo'rTd9\\k";
const ENVIRONMENT = new Map([
  ["MLFLOW_AUTH_ADMIN_PASSWORD", PASSWORD],
  ["MLFLOW_BACKEND_STORE_URI", "postgresql://ada@corp:Qz7pUri@db/x"],
]);
const VALUES = secretValues(ENVIRONMENT);

/** Secrets as others write them, each with marks that may be nowhere. */
const SECRETS = [
  "postgresql://ada@corp:Qz7pUri@db/x",
  "mysql://root:Qz7pOther/and@more@h/y",
  "password=Qz7pOther",
  "Bearer Qz7pOther.x",
  PASSWORD,
  `repr ${PASSWORD.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}`,
  JSON.stringify(PASSWORD),
  encodeURIComponent(PASSWORD),
];

/** The whole line as one place shows it, and where that place cuts. */
interface Place {
  readonly cut: number;
  readonly shown: (line: string) => string;
}

const ending = (lines: readonly string[]) =>
  endingOf({
    ...{ exit: { code: 1, signal: null }, ready: false, waited: null, readyTimeout: 1 },
    ...{ lines, secrets: VALUES },
  }).lines.join("\n");

function readAlong(line: string): string {
  const read = new ReadAlong({ workerDied: () => {}, rejectedHost: () => {} });
  splitLines((one) => read.see(one))(Buffer.from(`${line}\n`));
  return ending(read.lastLines);
}

function reply(message: string): string {
  const login = { name: "admin", password: new Secret(PASSWORD) };
  const session = { base: "http://127.0.0.1:5000", login } as Session;
  const body = JSON.stringify({ error_code: "INVALID_PARAMETER_VALUE", message });
  try {
    mustBeDone(session, { status: 400, challenge: "", location: "", body });
  } catch (error) {
    return (error as Error & { what: string }).what;
  }
  return "";
}

function moved(location: string): string {
  const topic = { as: "foreign-host", path: "/", host: "a.invalid" } as const;
  const answer = { status: 302, location };
  const { violation } = conclude([{ topic, answer, wanted: "401", passes: false }], true);
  return violation ? describeViolation(violation).what : "";
}

const PLACES: Readonly<Record<string, Place>> = {
  "the last lines and the failed event": { cut: 400, shown: (line) => ending([line]) },
  "a line that is kept": { cut: 16_384, shown: readAlong },
  "a line that is read": { cut: 262_144, shown: readAlong },
  "the lines of an installation": {
    cut: 200,
    shown: (line) =>
      tellingLines([withoutCredentials(line, Object.fromEntries(ENVIRONMENT))]).join("\n"),
  },
  "the words of a server": { cut: 200, shown: reply },
  "where a server sends to": { cut: 200, shown: moved },
  "the function itself": { cut: 50, shown: (line) => shownWords(line, VALUES, 50) },
};

describe.each(Object.entries(PLACES))("%s", (name, { cut, shown }) => {
  // The server's own words may hold what the operator did not give.
  const secrets = name === "where a server sends to" ? SECRETS.slice(0, 4) : SECRETS;

  it.each(secrets)("shows no part of %s, wherever the cut falls", (secret) => {
    for (let before = cut - secret.length - 4; before <= cut + 2; before += 1) {
      const text = shown(`${"x".repeat(before)} ${secret} and more`);
      expect(text).not.toMatch(/Qz|pWo|Td9|pUri|pOther/);
    }
  });
});

describe("words of another program", () => {
  it("are hidden first: what is long before may be short", () => {
    expect(shownWords(`a://${"u".repeat(400)}:${"p".repeat(400)}@h/x end`, [], 20)).toBe(
      "a://...@h/x end",
    );
  });

  it("are escaped before they are cut, and no escape and no character is halved", () => {
    for (let width = 1; width < 16; width += 1) {
      const text = shownWords("ab\u001b[2J\u202ec\u{1f600}d", [], width);
      expect(text.length).toBeLessThanOrEqual(width);
      expect(text).toMatch(/^(?:[^\\\p{Cc}\p{Cf}\p{Cs}]|\\u\{[\da-f]+\})*$/u);
    }
  });

  it("stay as they are where they are short and plain", () => {
    expect(shownWords("database is locked", VALUES, 18)).toBe("database is locked");
    expect(shownWords("database is locked", VALUES, 8)).toBe("database");
  });
});
