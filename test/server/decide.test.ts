import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Ports } from "../../src/ports.ts";
import { decide } from "../../src/server/decide.ts";

const looked = vi.hoisted(() => ({ guesses: 0, users: 0, inside: false }));

vi.mock("../../src/facts/guesses.ts", () => ({
  withGuesses: async (facts: unknown) => {
    looked.guesses += 1;
    return facts;
  },
}));
vi.mock("../../src/facts/machine/other-users.ts", () => ({
  readOtherUsers: (uid: number) => {
    looked.users += 1;
    return [{ uid: uid + 1, name: "ada" }];
  },
}));
vi.mock(import("../../src/facts/machine/network.ts"), async (original) => ({
  ...(await original()),
  readInside: () => looked.inside,
}));

/** An ordinary user's number: one's own, since what another one wrote would not be read, but for root, whose files all read. */
const UID = process.getuid?.() || 1000;

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "guard-decide-"));
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function run(
  words: readonly string[],
  inside = false,
  pid = 7,
  env: Readonly<Record<string, string>> = {},
) {
  Object.assign(looked, { guesses: 0, users: 0, inside });
  const nothing = () => {};
  const ports: Ports = {
    env: { HOME: "/nonexistent", ...env },
    cwd,
    uid: UID,
    pid,
    ppid: 3,
    node: process.execPath,
    today: () => "2026-11-24",
    stdinIsTerminal: false,
    stderrIsTerminal: false,
    resolver: async () => [],
    out: () => true,
    secretOut: () => true,
    err: nothing,
    draw: () => {},
    onSignal: () => nothing,
    onFault: () => nothing,
    abort: nothing,
  };
  const outcome = await decide({ command: "server", words, envFile: undefined }, ports, true);
  if (outcome.kind !== "decided") throw new Error(outcome.kind);
  return {
    facts: outcome.decided.facts,
    ids: outcome.decided.decision.findings.map(({ id }) => id),
  };
}

describe("a URI that may choose code", () => {
  const TWIN = "MLFLOW_BACKEND_STORE_URI_FILE";
  const RULE = "env-file-chooses-code";

  beforeAll(() => writeFileSync(join(cwd, "uri"), "snowflake://h/db\n", { mode: 0o600 }));

  it("may come by a secret file that an env file names", async () => {
    const file = join(cwd, ".env");
    writeFileSync(file, `${TWIN}=uri\n`, { mode: 0o600 });
    expect((await run([])).ids).toContain(RULE);
    expect((await run(["--guard-pass-env", "MLFLOW_BACKEND_STORE_URI"])).ids).not.toContain(RULE);
    expect((await run(["--guard-pass-env", TWIN])).ids).not.toContain(RULE);
    rmSync(file);
  });

  it("is the operator's own in a secret file that the environment names", async () => {
    expect((await run([], false, 7, { [TWIN]: "uri" })).ids).not.toContain(RULE);
  });
});

describe("what takes time", () => {
  it("is looked up for a bare start: who else is here", async () => {
    const { facts, ids } = await run([]);
    expect(looked).toMatchObject({ guesses: 0, users: 1 });
    expect(facts.otherUsers).toEqual([{ uid: UID + 1, name: "ada" }]);
    expect(ids).toContain("other-users-on-host");
  });

  it.each([
    ["with a login", ["--app-name", "basic-auth"], false],
    ["in a container", [], true],
  ])("is not looked up on loopback %s", async (_what, words, inside) => {
    const { facts } = await run(words, inside);
    expect(looked).toMatchObject({ guesses: 0, users: 0 });
    expect(facts.otherUsers).toEqual([]);
  });

  it("is how many guesses the secrets take, where strangers come", async () => {
    await run(["--host", "0.0.0.0"]);
    expect(looked).toMatchObject({ guesses: 1, users: 0 });
  });
});

describe("the process itself", () => {
  it("is PID 1 or is not", async () => {
    expect((await run([], true, 1)).ids).toContain("init-missing");
    expect((await run([], true, 7)).ids).not.toContain("init-missing");
  });
});
