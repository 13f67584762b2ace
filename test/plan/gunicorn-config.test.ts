import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, PYTHON, plainEnvironment } from "../support/guard.ts";
import { planOf } from "./planned.ts";

/** gunicorn reads its configuration as at a start, and again as at a reload. */
const READ = `
import json, sys
from gunicorn.app.wsgiapp import WSGIApplication
app = WSGIApplication("")
paths = [list(sys.path)]
app.reload()
paths.append(list(sys.path))
json.dump(paths, sys.stdout)
`;

function importPaths(cwd: string, env: Readonly<Record<string, string>>): string[][] {
  const [file] = planOf({ words: ["--gunicorn-opts", ""] }).privateFiles;
  const config = join(makeFolder(), "gunicorn.conf.py");
  writeFileSync(config, file?.content.reveal() ?? "");
  const words = ["-c", READ, `--config=${config}`, "mlflow.server:app"];
  const ended = spawnSync(PYTHON, words, { cwd, env: plainEnvironment(env), encoding: "utf8" });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return JSON.parse(ended.stdout);
}

describe("gunicorn with the launcher's configuration", () => {
  it.each([
    { title: "Python keeps the working directory out", safe: { PYTHONSAFEPATH: "1" } },
    { title: "Python has it first", safe: {} },
  ])("imports nothing from the working directory, also after a reload: $title", ({ safe }) => {
    const folder = makeFolder();
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "link"));
    const [real, link] = [join(folder, "real"), join(folder, "link")];
    for (const paths of importPaths(link, { ...safe, PWD: link })) {
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.filter((path) => ["", real, link].includes(path))).toEqual([]);
    }
  });
});
