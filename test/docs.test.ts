import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CATALOGUE, CATALOGUE_IDS } from "../src/catalogue.ts";
import { GUARD_OPTIONS, twinOf } from "../src/cli/guard-options.ts";
import { EXIT } from "../src/exit-codes.ts";
import { GUNICORN_ADMITTED, UVICORN_ADMITTED } from "../src/mlflow/server-option-table.ts";
import { PYTHON_REMOVED } from "../src/plan/python-variables.ts";
import { RULES } from "../src/policy/registry.ts";
import { GENERATED } from "../src/secrets/generate.ts";
import { FILE_TWINS } from "../src/secrets/names.ts";

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

describe("the guide", () => {
  const guide = read("docs/guide.md");

  it.each(GUARD_OPTIONS)("names --$name and its twin", ({ name, env }) => {
    expect(guide).toContain(`--${name}`);
    expect(guide.includes(twinOf(name))).toBe(env);
  });

  it.each([
    ["uvicorn", UVICORN_ADMITTED],
    ["gunicorn", GUNICORN_ADMITTED],
  ] as const)("names the server options that are admitted, and no other: %s", (server, admitted) => {
    const [list = ""] = new RegExp(`^${server}:\\s[^.]*\\.$`, "m").exec(guide) ?? [];
    const named = [...list.matchAll(/`(--[\w-]+)`/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(admitted).sort());
  });

  it.each([...PYTHON_REMOVED.keys()])("names %s, which is removed", (name) => {
    expect(guide).toMatch(new RegExp(`^\\|.*\`${name}\`.*\\|`, "m"));
  });

  it.each(Object.values(EXIT))("explains exit code %d", (code) => {
    expect(guide).toMatch(new RegExp(`^\\| *${code} *\\|`, "m"));
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
    expect(login + read("docs/guide.md")).toContain(name);
  });

  it.each(GENERATED.filter(({ rotation }) => rotation))("says what a new $name breaks", ({
    name,
  }) => {
    expect(login).toMatch(new RegExp(`^\\| \`${name}\` \\|`, "m"));
  });
});
