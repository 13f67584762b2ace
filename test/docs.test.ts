import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pagesIn, REGIONS, regionsIn, rendered } from "../scripts/docs/pages.ts";
import { namesOf } from "../scripts/docs/patterns.ts";
import { CATALOGUE, CATALOGUE_IDS } from "../src/catalogue.ts";
import { EXIT } from "../src/exit-codes.ts";
import { MANAGED_VERSION } from "../src/mlflow/versions.ts";
import { RULES, WAIVABLE } from "../src/policy/registry.ts";
import { GENERATED } from "../src/secrets/generate.ts";
import { FILE_TWINS } from "../src/secrets/names.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
/** What each page of a violation or failed start says. */
const NEEDED = ["What it detects", "How to fix it", "When it applies"];
const HEADINGS = ["What it sees", "Why", "How to fix it", "When it speaks", "Sources"];

describe("the rule pages", () => {
  it.each(RULES)("explain $id", ({ id, title }) => {
    const page = read(`docs/rules/${id}.md`);
    expect(page.split("\n").slice(0, 3)).toEqual([`# ${id}`, "", title]);
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
    for (const line of page.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(page).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it.each(RULES)("are for rules that say why in words of their own: $id", ({ id, why }) => {
    expect(why).toMatch(/^\S.{30,}[^\s.]$/);
    expect(RULES.filter((other) => other.why === why).map((other) => other.id)).toEqual([id]);
  });

  it("are there for rules, violations and failed starts only", () => {
    const pages = readdirSync(new URL("../docs/rules", import.meta.url)).map((name) =>
      name.replace(/\.md$/, ""),
    );
    expect(pages.sort()).toEqual([...RULES.map(({ id }) => id), ...CATALOGUE_IDS].sort());
  });
});

describe("the pages of violations and failed starts", () => {
  const sections = [...NEEDED, "Why it matters", "Sources"];
  const headingsOf = (page: string) =>
    [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading ?? "");

  it.each(CATALOGUE_IDS)("explain %s", (id) => {
    const page = read(`docs/rules/${id}.md`);
    const lines = page.split("\n");
    expect(lines.slice(0, 3)).toEqual([`# ${id}`, "", CATALOGUE[id].title]);
    const headings = headingsOf(page);
    expect(headings.filter((one) => !sections.includes(one))).toEqual([]);
    expect(headings.filter((one) => NEEDED.includes(one))).toEqual(NEEDED);
    expect(lines.length).toBeLessThanOrEqual(80);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(page).toMatch(/^[\n\x20-\x7e]*\n$/);
  });

  it.each(CATALOGUE_IDS)("say which exit code goes with %s", (id) => {
    const [, applies = ""] = read(`docs/rules/${id}.md`).split("## When it applies\n");
    const { exit } = CATALOGUE[id];
    expect(applies).toMatch(exit === null ? /MLflow's own exit code/ : new RegExp(`\\b${exit}\\b`));
  });
});

describe("the page on waivers", () => {
  it("names the rules that can be waived, and no other", () => {
    const [, list = ""] =
      /^These rules can be waived: ([^.]+)\.$/m.exec(read("docs/rules/waiver-invalid.md")) ?? [];
    const named = [...list.matchAll(/`([\w-]+)`/g)].map(([, id]) => id);
    expect(named.sort()).toEqual([...WAIVABLE].sort());
  });
});

describe("a command that writes a file", () => {
  const folders = ["docs", "docs/rules"];
  const pages = folders.flatMap((folder) =>
    readdirSync(new URL(`../${folder}`, import.meta.url))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  );

  it.each(["README.md", ...pages])("replaces none, in %s", (page) => {
    const writing = read(page)
      .split("\n")
      .filter((line) => /[\w)] > [\w./"$-]+\.\w+/.test(line));
    expect(writing.filter((line) => !/\(umask 077; set -C; /.test(line))).toEqual([]);
    if (page.endsWith("secret-key-missing.md")) expect(writing).not.toEqual([]);
  });

  it("replaces no key or certificate", () => {
    const before = read("docs/rules/no-tls.md").split("openssl req")[0] ?? "";
    expect(before).toMatch(/\n {4}\[ -e key\.pem \] \|\| \[ -e cert\.pem \] \|\|\s+$/);
  });
});

describe("the generated regions", () => {
  const pages = pagesIn(ROOT);

  it.each(pages)("are as the program's tables have them: %s", (page) => {
    // Where this fails: npm run docs.
    expect(read(page)).toBe(rendered(read(page), ROOT));
  });

  it("are each in a page, once", () => {
    const used = pages.flatMap((page) => regionsIn(read(page)));
    expect(used.sort()).toEqual(Object.keys(REGIONS).sort());
  });

  it("have a name that is known", () => {
    const page = "<!-- begin: nothing -->\n<!-- end -->\n";
    expect(() => rendered(page, ROOT)).toThrow("no region is called nothing");
  });

  it("are not the only place with the version of the managed MLflow", () => {
    const page = "~/mlflow-1.2.3/bin, python/mlflow-1.2.3-image.txt, mlflow-1.2.3";
    const now = `~/mlflow-${MANAGED_VERSION}/bin, python/mlflow-${MANAGED_VERSION}-image.txt, mlflow-1.2.3`;
    expect(rendered(page, ROOT)).toBe(now);
  });

  it.each(Object.values(EXIT))("explain exit code %d", (code) => {
    expect(read("docs/reference/exit-codes.md")).toMatch(new RegExp(`^\\| ${code} \\|`, "m"));
  });

  it.each([
    [/^GUNICORN_/, ["GUNICORN_*"]],
    [/^A_(?:B|C(?:_D)?)$/, ["A_B", "A_C", "A_C_D"]],
    ["HTTPS?", ["HTTP", "HTTPS"]],
    ["[A-Z][A-Z0-9_]*_KEY|LC_[A-Z]+", ["*_KEY", "LC_*"]],
  ])("show a pattern as names: %s", (pattern, names) => {
    expect(namesOf(pattern)).toEqual(names);
  });

  it.each([/A/, /^A.B$/, "(?:A"])("show no pattern by half: %s", (pattern) => {
    expect(() => namesOf(pattern)).toThrow();
  });
});

describe("links between the pages", () => {
  const pages = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/quickstart.md",
    "docs/guide.md",
    "docs/login.md",
    "docs/accounts.md",
    "docs/login-plugins.md",
    "docs/container.md",
  ];

  it.each(pages)("in %s lead somewhere", (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
      ([, link]) => link ?? "",
    );
    const base = new URL(`../${page}`, import.meta.url);
    expect(links.filter((link) => !existsSync(new URL(link, base)))).toEqual([]);
  });
});

describe("the page on the login", () => {
  const login = read("docs/login.md");

  it.each(FILE_TWINS)("names %s, which can come from a file", (name) => {
    expect(login + read("docs/reference/environment.md")).toContain(name);
  });

  it.each(GENERATED.filter(({ rotation }) => rotation))("says what a new $name breaks", ({
    name,
  }) => {
    expect(login).toMatch(new RegExp(`^\\| \`${name}\` \\|`, "m"));
  });
});
