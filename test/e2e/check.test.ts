import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, runGuard } from "../support/guard.ts";
import { LOGIN } from "../support/stand-in.ts";
import { atTerminal } from "../support/terminal.ts";

/** Notes each connection and each datagram, beside itself. */
const NOTING = `const { Socket } = require("node:net");
const dgram = require("node:dgram");
const { appendFileSync } = require("node:fs");
const note = (what) => appendFileSync(__dirname + "/asked", what + "\\n");
Socket.prototype.connect = () => { note("connect"); throw new Error("no"); };
dgram.Socket.prototype.send = () => { note("send"); throw new Error("no"); };
appendFileSync(__dirname + "/noting", "");
`;

/** All that lies below a folder. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

describe("check", () => {
  it.each([
    ["a private server", [], {}, 0],
    ["a login on every address", ["--host", "0.0.0.0"], LOGIN, 0],
    ["a database elsewhere", ["--backend-store-uri", "postgresql://127.0.0.1:9/x"], {}, 0],
    ["a refusal", ["--host", "0.0.0.0", "--guard-audit-log", "audit.log"], {}, 78],
  ] as const)("writes nothing and asks nobody: %s", async (_what, words, env, code) => {
    const [cwd, home, temporary] = [makeFolder({ ".env": "" }), makeFolder(), makeFolder()];
    const script = makeFolder({ "noting.cjs": NOTING });
    const places = { HOME: home, XDG_STATE_HOME: join(home, "state"), TMPDIR: temporary };
    const options = { NODE_OPTIONS: `--require=${join(script, "noting.cjs")}` };
    const ended = await runGuard(["check", ...words], {
      cwd,
      env: { ...env, ...places, ...options },
    });
    expect([ended.code, ended.stderr]).toEqual([code, expect.any(String)]);
    expect([cwd, home, temporary].map(filesIn)).toEqual([[".env"], [], []]);
    expect(readFileSync(join(cwd, ".env"), "utf8")).toBe("");
    expect(filesIn(script)).toEqual(["noting", "noting.cjs"]);
    expect(existsSync(join(script, "asked"))).toBe(false);
  });

  it("asks for no address where an opt-out has no date", async () => {
    const optOut = ["--guard-unsafe=public-without-auth", "--guard-reason=demo"];
    const words = ["check", "--host", "0.0.0.0", ...optOut];
    const { code, screen } = await atTerminal(words, [], { cwd: makeFolder() });
    expect([code, screen]).toEqual([78, expect.stringContaining("--guard-until is missing")]);
  });
});
