import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder, start } from "../support/guard.ts";

/** An env file that makes a Node which obeys it run a module. */
function hostile() {
  const folder = makeFolder({
    "evil.cjs": 'require("node:fs").writeFileSync(`${__dirname}/ran`, "");',
  });
  const text = `NODE_OPTIONS=--require=${join(folder, "evil.cjs")}\nMLFLOW_PORT=5077\n`;
  return { file: join(makeFolder({ "named.env": text }), "named.env"), ran: join(folder, "ran") };
}

describe("the program file", () => {
  const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;

  it.each([
    ["by itself", BIN, []],
    ["by a Node that is told where its options end", process.execPath, ["--", BIN]],
  ])("lets no env file choose what Node loads: run %s", async (_how, command, before) => {
    const { file, ran } = hostile();
    const words = [...before, "--env-file", file, "check", "--format=json"];
    const { code, stdout } = await start(command, words, { cwd: makeFolder(), env: { PATH } })
      .ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout).exposure.port).toBe(5077);
    expect(existsSync(ran)).toBe(false);
  });

  it("hands on its exit code, and takes signals itself", async () => {
    expect((await start(BIN, ["sever"], { env: { PATH } }).ended).code).toBe(64);
  });
});
