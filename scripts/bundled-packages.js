import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "./bundle.js";
import { root } from "./prepare.js";

/** The packages that the build has anything of: name, version, license and its text, by their own files. */
export async function bundledPackages() {
  const { version, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // The words of passwords are in dist/passwords.txt, and in no module.
  const words = Object.keys(devDependencies).filter((name) => name.startsWith("@zxcvbn-ts/"));
  const names = new Set([...words, ...(await bundledNames(version))]);
  return [...names].sort().map((name) => {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8");
    return { name, version, license, text };
  });
}

async function bundledNames(version) {
  const names = [];
  const collect = {
    name: "collect",
    generateBundle(_, chunks) {
      const ids = Object.values(chunks).flatMap(({ moduleIds = [] }) => moduleIds);
      for (const id of ids) names.push(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]);
    },
  };
  const dir = mkdtempSync(join(tmpdir(), "guard-bundle-"));
  await bundle(root, dir, version, [collect]).finally(() => rmSync(dir, { recursive: true }));
  return names.filter((name) => name !== undefined);
}
