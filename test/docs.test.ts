import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pagesIn, REGIONS, regionsIn, rendered } from "../scripts/docs/pages.ts";
import { namesOf } from "../scripts/docs/patterns.ts";
import { CATALOGUE, CATALOGUE_IDS } from "../src/catalogue.ts";
import { EXIT } from "../src/exit-codes.ts";
import { MANAGED_VERSION } from "../src/mlflow/versions/versions.ts";
import { RULES, WAIVABLE } from "../src/policy/registry.ts";
import { GENERATED } from "../src/secrets/generate.ts";
import { FILE_TWINS } from "../src/secrets/names.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
/** What each page of a violation or failed start says. */
const NEEDED = ["What it detects", "How to fix it", "When it applies"];
const DOCS = pagesIn(ROOT).filter((page) => page.startsWith("docs/"));
const HEADINGS = [
  "What it detects",
  "Why it matters",
  "How to fix it",
  "When it applies",
  "Sources",
];
/** What each page says of when it applies. */
const FACTS = ["Severity", "Exposure", "Waivable"];
const LONGEST = 80;

describe("the rule pages", () => {
  it.each(RULES)("explain $id", ({ id, title }) => {
    const page = read(`docs/rules/${id}.md`);
    expect(page.split("\n").slice(0, 3)).toEqual([`# ${id}`, "", title]);
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
    const lines = page.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(LONGEST);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(page).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it.each(RULES)("say how bad it is, where, and whether it can be waived: $id", (rule) => {
    const { id } = rule;
    const [, when = ""] =
      /^## When it applies\n([\s\S]*?)^## /m.exec(read(`docs/rules/${id}.md`)) ?? [];
    const said = new Map(
      [...when.matchAll(/^- (\w+): ([\s\S]*?)(?=^- |\n\n|$(?![\s\S]))/gm)].map(([, name, text]) => [
        name,
        text ?? "",
      ]),
    );
    expect([...said.keys()].sort()).toEqual([...FACTS].sort());
    const severities = said.get("Severity")?.match(/\b(?:error|warning|info)\b/gi) ?? [];
    expect(severities).not.toEqual([]);
    // Not every rule has them as data yet.
    const known = (rule as { severities?: readonly string[] }).severities;
    const named = new Set(severities.map((one) => one.toLowerCase()));
    if (known) expect(named).toEqual(new Set(known));
    expect(said.get("Waivable")).toMatch(WAIVABLE.has(id) ? /^yes\b/ : /^no\b/);
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
      /^These rules can be waived: ([^.]+)\./m.exec(read("docs/rules/waiver-invalid.md")) ?? [];
    const named = [...list.matchAll(/`([\w-]+)`/g)].map(([, id]) => id);
    expect(named.sort()).toEqual([...WAIVABLE].sort());
  });
});

describe("a command that writes a file", () => {
  it.each(["README.md", ...DOCS])("replaces none, in %s", (page) => {
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

/** How GitHub names a heading. */
const slug = (heading: string) =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");

const withoutCode = (page: string) => page.replace(/^ *(`{3,})[\s\S]*?^ *\1$/gm, "");

/** What a link can lead to, in a page. */
function anchorsIn(page: string): Set<string> {
  const headings = [...withoutCode(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, one]) =>
    slug(one ?? ""),
  );
  return new Set([
    ...headings,
    ...[...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id ?? ""),
  ]);
}

describe("links", () => {
  const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...DOCS];

  it.each(pages)("lead to a file and a heading in it: %s", (page) => {
    const broken = [...withoutCode(read(page)).matchAll(/\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)/g)]
      .map(([, path, anchor]) => ({ path: path || basename(page), anchor }))
      .filter(({ path, anchor }) => {
        const target = new URL(path, new URL(`../${page}`, import.meta.url));
        if (!existsSync(target)) return true;
        return anchor && !anchorsIn(readFileSync(target, "utf8")).has(anchor);
      });
    expect(broken).toEqual([]);
  });

  it("of the guide as it was still lead to what they named", () => {
    const before =
      "what-it-does commands launcher-options exit-codes how-settings-are-read which-mlflow-is-launched " +
      "installing-mlflow when-a-login-is-needed host-and-origin-lists server-options private-files " +
      "what-is-removed-from-the-environment stores-and-artifacts start output stop audit-log " +
      "what-is-looked-at json-output-of-check what-it-protects-against what-is-not-there-yet platforms";
    const anchors = anchorsIn(read("docs/guide.md"));
    expect(before.split(" ").filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });

  it("of the guide lead to every page", () => {
    const linked = [...read("docs/guide.md").matchAll(/\]\(([^)#]+)\)/g)].map(
      ([, to]) => `docs/${to}`,
    );
    const missing = DOCS.filter((page) => !/^docs\/(?:rules\/|guide)/.test(page));
    expect(missing.filter((page) => !linked.includes(page))).toEqual([]);
  });

  it("in messages, comments and files of the repository name a page that exists", () => {
    const named = ["src", "scripts", "test", ".github"]
      .flatMap((folder) =>
        readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, encoding: "utf8" })
          .filter((name) => /\.(?:[jt]s|cjs|py|yml|md)$/.test(name))
          .map((name) => `${folder}/${name}`),
      )
      .concat(
        "Dockerfile",
        "package.json",
        "pyproject.toml",
        "SECURITY.md",
        "CONTRIBUTING.md",
        ...DOCS,
      )
      .flatMap((file) =>
        [...read(file).matchAll(/(?<![\w./-])docs\/[\w/-]+\.md\b/g)].map(([page]) => page),
      );
    expect(named).toContain("docs/how-to/container.md");
    // Of kubeflow's plugin.
    const elsewhere = ["docs/authorization-plugin.md"];
    expect(
      named.filter(
        (page) => !elsewhere.includes(page) && !existsSync(new URL(`../${page}`, import.meta.url)),
      ),
    ).toEqual([]);
  });
});

describe("the page on the login", () => {
  const login = read("docs/how-to/login.md");

  it.each(FILE_TWINS)("names %s, which can come from a file", (name) => {
    expect(login + read("docs/reference/environment.md")).toContain(name);
  });

  it.each(GENERATED.filter(({ rotation }) => rotation))("says what a new $name breaks", ({
    name,
  }) => {
    expect(login).toMatch(new RegExp(`^\\| \`${name}\` \\|`, "m"));
  });
});
