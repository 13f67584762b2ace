import { execFile, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { networkMissing } from "./network.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";
const BASE_CERTIFICATES = "/etc/ssl/machine-ca.crt";

/** The same Debian as the Dockerfile's default base. */
const SUITE = "trixie";
const MIRROR = "http://deb.debian.org/debian";

/** What the slim images of Debian leave out, and what debootstrap leaves behind. */
const NOT_SLIM = ["usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/info"];
const LEFT_BEHIND = ["var/lib/apt/lists", "var/cache/apt", "var/log"];

/** An image's own words on how it is run; times in nanoseconds. */
export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly WorkingDir: string;
  readonly StopSignal: string;
  readonly Volumes: Readonly<Record<string, object>>;
  readonly Healthcheck: { readonly Test: readonly string[] };
}

/** An image that was built, and its files. */
export interface Image {
  readonly root: string;
  readonly config: ImageConfig;
  readonly megabytes: number;
  readonly remove: () => Promise<void>;
}

/** Why no image can be built and run here; null where it can. */
export function imageMissing(): string | null {
  const lacking = ["buildah", "debootstrap"].filter(
    (name) => spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0,
  );
  return networkMissing() ?? (lacking.length > 0 ? `needs ${lacking.join(" and ")}` : null);
}

/** Builds the repository's Dockerfile without an engine, on a base made here. */
export async function buildImage(): Promise<Image> {
  const folder = mkdtempSync(join(tmpdir(), "guard-image-"));
  const buildah = buildahIn(folder);
  const remove = async () => {
    await buildah("rm", "--all").catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await makeBase(buildah, join(folder, "base"));
    const build = "build --isolation chroot --format docker --layers=false --tag guard".split(" ");
    await buildah(...build, "--build-arg", "BASE_IMAGE=localhost/base", ROOT);
    const { Docker }: { Docker: { config: ImageConfig } } = JSON.parse(
      await buildah("inspect", "--type", "image", "guard"),
    );
    const root = await buildah("mount", await buildah("from", "guard"));
    return { root, config: Docker.config, megabytes: await megabytes(root), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

type Buildah = (...words: readonly string[]) => Promise<string>;

/** Everything it stores lies in this folder. */
function buildahIn(folder: string): Buildah {
  const store = ["--storage-driver", "vfs", "--root", join(folder, "root")];
  return async (...words) => {
    const all = [...store, "--runroot", join(folder, "run"), ...words];
    const { stdout } = await run("buildah", all, { maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  };
}

/** Reaches the package indexes as this machine does: by its certificates and its mirrors. */
async function makeBase(buildah: Buildah, folder: string): Promise<void> {
  await run("debootstrap", ["--variant=minbase", SUITE, folder, MIRROR]);
  for (const path of NOT_SLIM) rmSync(join(folder, path), { recursive: true, force: true });
  for (const path of LEFT_BEHIND) {
    rmSync(join(folder, path), { recursive: true, force: true });
    mkdirSync(join(folder, path));
  }
  mkdirSync(join(folder, "etc/ssl"), { recursive: true });
  if (existsSync(CERTIFICATES)) copyFileSync(CERTIFICATES, join(folder, BASE_CERTIFICATES));
  const container = await buildah("from", "scratch");
  await buildah("copy", "--quiet", container, folder, "/");
  await buildah("config", ...machineEnvironment().flatMap((one) => ["--env", one]), container);
  await buildah("commit", "--quiet", "--rm", container, "localhost/base");
  rmSync(folder, { recursive: true, force: true });
}

function machineEnvironment(): string[] {
  const mirrors = ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "NPM_CONFIG_REGISTRY"];
  return [
    ...["PIP_CERT", "NODE_EXTRA_CA_CERTS"].map((name) => `${name}=${BASE_CERTIFICATES}`),
    ...mirrors.filter((name) => process.env[name]).map((name) => `${name}=${process.env[name]}`),
  ];
}

async function megabytes(root: string): Promise<number> {
  const { stdout } = await run("du", ["-sm", root]);
  return Number.parseInt(stdout, 10);
}
