import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { BIN, makeFolder, runGuard, shared, startGuard, withCleanup } from "../support/guard.ts";
import { flat, type Prepared, prepareStandIn, standInMlflow } from "../support/stand-in.ts";
import { atTerminal } from "../support/terminal.ts";

const QUESTION = `Install MLflow ${MANAGED_VERSION} now? [Y/n]`;
const READY = "mlflow-guard: ready";
const CTRL_C = "\x03";
const CTRL_D = "\x04";
const ROOT = join(BIN, "..", "..");

const mlflow = shared(() => standInMlflow());

/** Makes the environment out of a stand-in's, and needs no network. */
function fakeUv(): string {
  const bin = makeFolder();
  const script = `#!/bin/sh
case "$1 $2" in
  "--version ") echo "uv 0.9.0" ;;
  "venv "*) for folder; do :; done; cp -a "${join(mlflow(), "..", "..")}/." "$folder" ;;
  "pip install") [ ! -e "${bin}/broken" ] ;;
esac
`;
  writeFileSync(join(bin, "uv"), script, { mode: 0o755 });
  return bin;
}

interface Person extends Prepared {
  readonly isInstalled: () => boolean;
  readonly bin: string;
}

/** Somebody who has uv, and no MLflow. */
async function newcomer(): Promise<Person> {
  const data = makeFolder();
  const bin = fakeUv();
  const prepared = await prepareStandIn("plain", {
    MLFLOW_GUARD_MLFLOW: "",
    PATH: `${bin}:/usr/bin:/bin`,
    XDG_DATA_HOME: data,
    HOME: data,
  });
  const folder = join(data, "mlflow-guard", `mlflow-${MANAGED_VERSION}`);
  return { ...prepared, bin, isInstalled: () => existsSync(folder) };
}

describe.concurrent("a missing MLflow, at a terminal", () => {
  it.for(["y", "Yes", ""])("is installed and started after: %j", (answer, {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const person = await newcomer();
      const steps = [
        { see: QUESTION, type: `${answer}\r` },
        { see: READY, type: CTRL_C },
      ];
      const seen = await atTerminal(person.words, steps, person);
      expect([seen.code, seen.unseen]).toEqual([EXIT.ok, []]);
      expect(flat(seen.screen)).toContain("(managed by install-mlflow)");
    }));

  it.for([
    ["n", "n\r"],
    ["something else", "sure\r"],
    ["the end of the input", CTRL_D],
  ] as const)("stays missing after: %s", ([, type], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const person = await newcomer();
      const seen = await atTerminal(person.words, [{ see: QUESTION, type }], person);
      expect([seen.code, seen.unseen]).toEqual([EXIT.unavailable, []]);
      expect(flat(seen.screen)).toContain("no MLflow was found mlflow-guard install-mlflow");
      expect(person.isInstalled()).toBe(false);
    }));

  it("is offered once: a failed installation is the end", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const person = await newcomer();
      writeFileSync(join(person.bin, "broken"), "");
      const seen = await atTerminal(person.words, [{ see: QUESTION, type: "\r" }], person);
      expect(seen.code).toBe(EXIT.unavailable);
      expect(seen.screen.split("[Y/n]")).toHaveLength(2);
      expect(person.isInstalled()).toBe(false);
    }));

  it("is not offered where the start is refused", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const person = await newcomer();
      const words = [...person.words, "--host", "0.0.0.0", "--guard-install"];
      const env = { ...person.env, MLFLOW_FLASK_SERVER_SECRET_KEY: "" };
      const seen = await atTerminal(words, [], { ...person, env });
      expect([seen.code, person.isInstalled()]).toEqual([EXIT.refused, false]);
      expect(seen.screen).not.toContain("[Y/n]");
    }));
});

describe.concurrent("a missing MLflow, without a terminal", () => {
  it("is said, and not installed", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const person = await newcomer();
      const { code, stderr } = await runGuard(person.words, person);
      expect([code, flat(stderr)]).toEqual([
        EXIT.unavailable,
        expect.stringContaining("no MLflow was found"),
      ]);
      expect([stderr.includes("[Y/n]"), person.isInstalled()]).toEqual([false, false]);
    }));

  it("is installed where --guard-install says so, and nothing else comes to stdout", ({
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const person = await newcomer();
      const guard = startGuard([...person.words, "--guard-install"], person);
      await guard.ready();
      expect(flat(guard.stderr())).toContain("(managed by install-mlflow)");
      const { code, stdout } = await guard.stop();
      expect([code, stdout]).toEqual([EXIT.ok, expect.not.stringContaining("mlflow-guard")]);
    }));

  it("is not replaced where it was named", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const person = await newcomer();
      const words = [...person.words, "--guard-install", "--guard-mlflow", "/nowhere/mlflow"];
      const { code, stderr } = await runGuard(words, person);
      expect([code, person.isInstalled()]).toEqual([EXIT.unavailable, false]);
      expect(stderr).toContain("there is no such file");
    }));

  it("is not replaced where there is one that cannot be read", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const person = await newcomer();
      writeFileSync(join(person.bin, "mlflow"), "#!/bin/sh\n", { mode: 0o755 });
      const { code } = await runGuard([...person.words, "--guard-install"], person);
      expect([code, person.isInstalled()]).toEqual([EXIT.unavailable, false]);
    }));

  it("is installed by npm start, which names it as server does", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const person = await newcomer();
      const env = { ...person.env, PATH: `${person.env.PATH}:${join(process.execPath, "..")}` };
      const words = ["start", "--prefix", ROOT, "--", ...person.words.slice(1)];
      const steps = [{ see: READY, type: CTRL_C }];
      const seen = await atTerminal(words, steps, { env, cwd: person.cwd, command: ["npm"] });
      expect([seen.code, seen.unseen]).toEqual([EXIT.ok, []]);
      expect(flat(seen.screen)).toContain("(managed by install-mlflow)");
      expect(seen.screen).not.toContain("[Y/n]");
    }));
});
