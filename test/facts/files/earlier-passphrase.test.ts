import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findEarlierPassphrase } from "../../../src/facts/files/earlier-passphrase.ts";
import { readEnvironment } from "../../../src/facts/files/environment.ts";
import { parseArgv } from "../../../src/intent/argv/argv.ts";
import { buildIntent } from "../../../src/intent/build-intent.ts";
import { makeFolder } from "../../support/guard.ts";

const KEK = "MLFLOW_CRYPTO_KEK_PASSPHRASE";
const BEFORE = `${KEK}_BEFORE`;
const uid = process.getuid?.() ?? -1;

async function find(env: Record<string, string>, files: Record<string, string>) {
  const cwd = makeFolder(files);
  const read = await readEnvironment(env, { cwd, uid }, undefined);
  const { intent } = buildIntent("server", parseArgv([]), read.environment, read.envFile);
  return { cwd, found: findEarlierPassphrase(intent, cwd) };
}

describe("the passphrase before a rotation that nobody finished", () => {
  it("is found in a variable", async () => {
    const { found } = await find({ [BEFORE]: "x" }, {});
    expect(found).toEqual({ kind: "env", name: BEFORE });
  });

  it("is found in an env file", async () => {
    const { found } = await find({}, { ".env": `${BEFORE}=x\n` });
    expect(found).toEqual({ kind: "file", name: BEFORE, file: ".env", line: 1 });
  });

  it("is found beside the file of the passphrase", async () => {
    const files = { [`secrets/${KEK}`]: "x", [`secrets/${BEFORE}`]: "y" };
    const { cwd, found } = await find({ [`${KEK}_FILE`]: `secrets/${KEK}` }, files);
    expect(found).toEqual({ kind: "file", name: BEFORE, file: join(cwd, "secrets", BEFORE) });
  });

  it.each([
    ["no file beside it", { [`${KEK}_FILE`]: "kek" }, { kek: "x" }],
    ["a passphrase in an env file", {}, { ".env": `${KEK}=x\n`, [BEFORE]: "y" }],
    ["nothing", {}, {}],
  ])("is not found with %s", async (_what, env, files) => {
    expect((await find(env as Record<string, string>, files)).found).toBeNull();
  });
});
