import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isSensitive, kindOf, PATH_KINDS } from "../../src/mlflow/login/sensitive-paths.ts";
import { MANAGED_VERSION } from "../../src/mlflow/versions/versions.ts";

const FILE = new URL("../fixtures/routes.tsv", import.meta.url);

interface Route {
  readonly method: string;
  readonly path: string;
  readonly versions: readonly string[];
}

const ROUTES: readonly Route[] = readFileSync(FILE, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [route = "", versions = ""] = line.split("\t");
    const [method = "", path = ""] = route.split(" ");
    return { method, path, versions: versions.split(" ") };
  });

/** A path of that route, as a client asks for it. */
const asked = (path: string, name: string) =>
  path
    .replace(/<path:[^>]*>|\{[^}]*:path\}/g, `${name}/${name}`)
    .replace(/<[^>]*>|\{[^}]*\}/g, name);

describe("every route of MLflow", () => {
  it("is known, of the oldest, the tested and the newest version", () => {
    const versions = new Set(ROUTES.flatMap((route) => route.versions));
    expect([...versions]).toEqual(expect.arrayContaining(["2.20.2", MANAGED_VERSION, "3.18.0"]));
    for (const version of versions) {
      const own = ROUTES.filter((route) => route.versions.includes(version));
      expect(own.length).toBeGreaterThan(150);
    }
    const paths = ROUTES.map(({ path }) => path);
    // One of Flask's, one of FastAPI's.
    expect(paths).toEqual(expect.arrayContaining(["/graphql", "/v1/traces"]));
  });

  it("falls under a row of the table that decides whether it is audited", () => {
    const undecided = ROUTES.filter(({ method, path }) => !kindOf(method, asked(path, "x1")));
    expect(undecided).toEqual([]);
  });

  it("is decided the same below a prefix and whatever a client calls its things", () => {
    const moved = ROUTES.filter(({ method, path }) =>
      ["name", "tags", "search", "static-files", "health"].some(
        (name) =>
          isSensitive(method, asked(path, "x1")) &&
          !isSensitive(method, `/a/b${asked(path, name)}`),
      ),
    );
    expect(moved).toEqual([]);
  });

  it.each(PATH_KINDS.map((kind) => [kind.what, kind] as const))("has one: %s", (_what, kind) => {
    const found = ROUTES.some(({ method, path }) => kindOf(method, asked(path, "x1")) === kind);
    expect(found).toBe(true);
  });
});
