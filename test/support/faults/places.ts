import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { git } from "../git.ts";
import { makeFolder } from "../guard.ts";
import { LOGIN } from "../stand-in.ts";
import type { Place } from "./scenarios.ts";

type Env = Readonly<Record<string, string>>;

/** A command in an empty folder of its own. */
export const inEmpty = (words: readonly string[], env: Env) => (): Place => ({
  ...{ words, env },
  cwd: makeFolder(),
});

/** A command in a folder with these files, in a copy of its own. */
export function inCopy(words: readonly string[], env: Env, files: Record<string, string>) {
  const cwd = makeFolder();
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(cwd, name), text, { mode: 0o600 });
  return (): Place => {
    const copy = makeFolder();
    cpSync(cwd, copy, { recursive: true });
    return { words, env, cwd: copy };
  };
}

/** A project with nearly everything that a decision looks at; nothing changes it, so that one does for all. */
export function project(mlflow: string, secretMode: number) {
  const cwd = makeFolder({ ".env": "MLFLOW_TRACKING_URI=http://127.0.0.1:5000\n" });
  git(cwd, "init", "-q");
  git(cwd, "add", ".env");
  git(cwd, "commit", "-qm", "x");
  mkdirSync(join(cwd, "modules"));
  writeFileSync(join(cwd, "mlflow.db"), "", { mode: 0o600 });
  writeFileSync(join(cwd, "password"), LOGIN.MLFLOW_AUTH_ADMIN_PASSWORD);
  chmodSync(join(cwd, "password"), secretMode);
  const env = {
    MLFLOW_GUARD_MLFLOW: mlflow,
    MLFLOW_FLASK_SERVER_SECRET_KEY: LOGIN.MLFLOW_FLASK_SERVER_SECRET_KEY,
    MLFLOW_AUTH_ADMIN_PASSWORD_FILE: "password",
    PYTHONPATH: join(cwd, "modules"),
  };
  const store = ["--backend-store-uri", "sqlite:///mlflow.db", "--artifacts-destination", "./kept"];
  const words = ["check", "--host", "0.0.0.0", "--app-name", "basic-auth", ...store];
  return (): Place => ({ words, env, cwd });
}

/** Makes an environment out of a stand-in's, as uv would, without a network. */
export function fakeUv(mlflow: string): string {
  const bin = makeFolder();
  const script = `#!/bin/sh
case "$1 $2" in
  "--version ") echo "uv 0.9.0" ;;
  "venv "*) for folder; do :; done; /bin/cp -a "${join(mlflow, "..", "..")}/." "$folder" ;;
esac
`;
  writeFileSync(join(bin, "uv"), script, { mode: 0o755 });
  return bin;
}

/** An installation for somebody with an empty home. */
export function newcomer(mlflow: string) {
  // No Python there: pip would be taken where uv fails.
  const bin = fakeUv(mlflow);
  return (): Place => {
    const home = makeFolder();
    const env = { PATH: bin, HOME: home, XDG_DATA_HOME: home };
    return { words: ["install-mlflow"], env, cwd: home };
  };
}
