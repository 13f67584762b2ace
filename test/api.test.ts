import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it, vi } from "vitest";
import { decide, type Facts, UsageError } from "../src/api.ts";
import { makeFolder } from "./support/guard.ts";

const schema = JSON.parse(
  readFileSync(new URL("../schema/check.schema.json", import.meta.url), "utf8"),
);
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

/** A decision that follows the schema of `check`, in a folder of its own. */
async function decided(words: readonly string[], env = {}, facts: Facts = {}) {
  const decision = await decide(words, env, { cwd: makeFolder(), ...facts });
  validate(decision);
  expect(validate.errors).toBeNull();
  return decision;
}

describe("decide", () => {
  it("decides as check does, on what it is given alone", async () => {
    expect(await decided([])).toMatchObject({
      verdict: "allow",
      exposure: { level: "loopback", port: 5000 },
    });
    const refused = await decided(["--port", "6000"], { MLFLOW_HOST: "0.0.0.0" });
    expect(refused).toMatchObject({
      verdict: "refuse",
      exposure: { level: "public", port: 6000 },
      findings: expect.arrayContaining([
        expect.objectContaining({
          id: "public-without-auth",
          origin: { kind: "env", name: "MLFLOW_HOST" },
        }),
      ]),
      plan: null,
    });
  });

  it("resolves a name as it is told", async () => {
    const resolve = async (name: string) => (name === "ml.test" ? ["192.0.2.7"] : []);
    const { exposure } = await decided(["--host", "ml.test"], {}, { resolve });
    expect(exposure).toMatchObject({ level: "public", addresses: ["192.0.2.7"] });
  });

  it("ends a waiver on the day that it is given", async () => {
    const words = ["--host", "0.0.0.0", "--guard-unsafe", "public-without-auth"];
    const waiver = [...words, "--guard-reason", "demo", "--guard-until", "2030-01-10"];
    const on = async (today: string) => (await decided(waiver, {}, { today })).waived;
    expect(await on("2030-01-09")).toMatchObject([{ id: "public-without-auth", daysLeft: 1 }]);
    expect(await on("2030-01-11")).toEqual([]);
  });

  it("judges for the user that it is told of", async () => {
    const asRoot = async (uid: number) =>
      (await decided([], {}, { uid })).findings.some(({ id }) => id === "running-as-root");
    expect([await asRoot(0), await asRoot(4711)]).toEqual([true, false]);
  });

  it.each([
    [["--hots", "x"], "no such option: --hots", "did you mean --host?"],
    [["--help"], "--help decides nothing", "leave --help out"],
  ])("says what is wrong with %j", async (words, what, fix) => {
    const failed = await decide(words, {}, { cwd: makeFolder() }).catch((error) => error);
    expect(failed).toBeInstanceOf(UsageError);
    expect(failed).toMatchObject({ name: "UsageError", message: what, problems: [{ what, fix }] });
  });

  it("writes nothing, to no stream and no folder", async () => {
    const spies = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
    const cwd = makeFolder();
    const { auditLogProblem } = await decided(
      ["--host", "0.0.0.0", "--guard-audit-log", "no-folder/audit.log"],
      {},
      { cwd },
    );
    expect([auditLogProblem?.exitCode, readdirSync(cwd)]).toEqual([71, []]);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it("has a type for each field of the schema, and no other", () => {
    const text = readFileSync(new URL("../src/api.ts", import.meta.url), "utf8");
    const fieldsOf = (name: string) => {
      const body = new RegExp(`interface ${name} \\{([\\s\\S]*?)\\n\\}`).exec(text)?.[1] ?? "";
      return [...body.matchAll(/^ {2}readonly (\w+)/gm)].map(([, field]) => field).sort();
    };
    expect(fieldsOf("Decision")).toEqual(Object.keys(schema.properties).sort());
    for (const [name, type] of [
      ["Finding", "finding"],
      ["Origin", "origin"],
    ] as const)
      expect(fieldsOf(name)).toEqual(Object.keys(schema.definitions[type].properties).sort());
  });
});
