import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type MlflowFacts, type OptionFacts, optionRow } from "../../scripts/compare/rows.js";
import { MLFLOW_OPTIONS, type MlflowOption } from "../../src/mlflow/options/options.ts";
import { atLeast, MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";
import { makeFolder, PYTHON, start } from "../support/guard.ts";

const FACTS = fileURLToPath(new URL("../../scripts/compare/facts.py", import.meta.url));
const ROUTES = new URL("../fixtures/routes.tsv", import.meta.url);

/** What a login leaves open on purpose: health, files of the page, and since 3.17 what the server says of itself. */
const OPEN = [
  "GET /ajax-api/3.0/mlflow/server-info",
  "GET /api/3.0/mlflow/server-info",
  "GET /health",
  "GET /static-files/<path:path>",
];

/** To click they are a number and a text without bounds; the table has what a server can use. */
const BOUNDED = new Set(["port", "workers"]);

function rowOf(option: MlflowOption | OptionFacts): string {
  const bounds = BOUNDED.has(option.name) ? { kind: "text", min: null, max: null } : {};
  const none = { short: null, off: null, env: null, min: null, max: null, default: null };
  return optionRow({ ...none, ...option, ...bounds }, "0");
}

describe("what is compared between two versions", () => {
  it("is what the tables have of the managed one", async () => {
    const { code, stdout } = await start(PYTHON, [FACTS], { cwd: makeFolder() }).ended;
    expect(code).toBe(0);
    const facts: MlflowFacts = JSON.parse(stdout);
    expect(facts.version).toBe(MANAGED_VERSION);
    const table = MLFLOW_OPTIONS.filter(({ since }) => atLeast(MANAGED_VERSION, since));
    expect(facts.options.map(rowOf).sort()).toEqual(table.map(rowOf).sort());
    const known = readFileSync(ROUTES, "utf8")
      .split("\n")
      .map((line) => line.split("\t"))
      .filter(([, versions = ""]) => versions.split(" ").includes(MANAGED_VERSION));
    expect(Object.keys(facts.routes).sort()).toEqual(known.map(([route]) => route).sort());
    const open = Object.entries(facts.routes).filter(([, status]) => status !== 401);
    expect(open.map(([route]) => route)).toEqual(OPEN);
  });
});
