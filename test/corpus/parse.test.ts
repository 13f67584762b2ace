import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BIN, makeFolder, plainEnvironment } from "../support/guard.ts";

interface ParseCase {
  readonly id: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly outcome: string;
}

const { cases }: { cases: ParseCase[] } = JSON.parse(
  readFileSync(new URL("../fixtures/corpus/parse.json", import.meta.url), "utf8"),
);

/** The same words for `check`, as JSON. */
function check({ argv, env, files }: ParseCase) {
  const words = argv.slice(1).map((word) => (word === "server" || word === "ui" ? "check" : word));
  const at = words.indexOf("check");
  if (at !== -1) words.splice(at + 1, 0, "--format=json");
  const ended = spawnSync(process.execPath, [BIN, ...words], {
    cwd: makeFolder(files),
    env: plainEnvironment(env),
    encoding: "utf8",
  });
  return {
    status: ended.status,
    report: ended.stdout.startsWith("{") ? JSON.parse(ended.stdout) : null,
  };
}

describe("the measured command lines", () => {
  it.each(cases)("reads $id as click does, or refuses it", (one) => {
    const { status, report } = check(one);
    const parsed = /^parsed: host='(.*)' port=(-?\d+) app_name=(?:'(.*)'|None)/.exec(one.outcome);
    if (!parsed) {
      expect([64, 78]).toContain(status);
      return;
    }
    if (status === 64) return;
    const [, host, port, app] = parsed;
    expect(report.exposure).toMatchObject({ requested: host, port: Number(port) });
    if (report.verdict === "allow") expect(report.login.app).toBe(app ?? null);
  });

  it("refuses as wrong usage only what click refuses too, what no server can bind, or an option as a value", () => {
    const stricter = cases.filter(
      (one) => one.outcome.startsWith("parsed") && check(one).status === 64,
    );
    expect(stricter.map(({ id }) => id).sort()).toEqual([
      "--app-name swallowed by --static-prefix=",
      "--app-name=basic-auth as a value of --backend-store-uri",
      "port -1",
      "port 65536",
      "port fullwidth",
    ]);
  });
});
