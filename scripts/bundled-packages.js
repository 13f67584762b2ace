import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.js";

/**
 * The packages that a build has anything of: name, version, license and its text, by their own files.
 * @param output what rolldown has made
 */
export function packagesIn(output) {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // The words of passwords are in dist/passwords.txt, and in no module.
  const words = Object.keys(devDependencies).filter((name) => name.startsWith("@zxcvbn-ts/"));
  const modules = output.flatMap(({ moduleIds = [] }) => moduleIds);
  const bundled = modules
    .map((id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1])
    .filter((name) => name !== undefined);
  return [...new Set([...words, ...bundled])].sort().map((name) => {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8");
    return { name, version, license, text };
  });
}

/** What is bundled keeps its license. */
export function notices(packages) {
  const texts = packages.map(({ name, version, license, text }) => {
    const head = `${name} ${version}: ${license}`;
    return [head, "-".repeat(head.length), text.trim()].filter(Boolean).join("\n\n");
  });
  return `${texts.join("\n\n\n")}\n`;
}
