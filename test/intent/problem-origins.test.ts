import { describe, expect, it } from "vitest";
import { GUARD_OPTIONS, twinOf } from "../../src/intent/argv/guard-options.ts";
import { MLFLOW_OPTIONS, type MlflowOption } from "../../src/mlflow/options/options.ts";
import { intentOf, type Scene } from "../support/world.ts";

function whatOf(scene: Scene): string[] {
  return intentOf(scene).problems.map(({ what }) => what);
}

/** A value that no option of the kind takes; null where every text is one. */
function wrongValue({ name, kind }: MlflowOption): string | null {
  if (kind === "integer") return "99999999";
  if (kind === "flag") return "maybe";
  if (name.endsWith("store-uri")) return "http://h";
  if (name === "static-prefix") return "x";
  return /allowed-(?:hosts|origins)$/.test(name) ? "http://localhost@evil.example" : null;
}

const SETTINGS: readonly (readonly [string, string])[] = [
  ...MLFLOW_OPTIONS.flatMap((option): [string, string][] => {
    const value = wrongValue(option);
    return option.env && value ? [[option.env, value]] : [];
  }),
  ...GUARD_OPTIONS.filter(({ env, choices, seconds }) => env && (choices || seconds)).map(
    ({ name }) => [twinOf(name), "x"] as const,
  ),
  ["MLFLOW_GUARD_MLFLOW", "/x/mlflow"],
  ["MLFLOW_GUARD_AUTH_DATABASE_URI", "http://h"],
];

describe("what is wrong with a setting says where it stands", () => {
  it("has one for each kind", () => {
    expect(SETTINGS.length).toBeGreaterThan(18);
  });

  it.each(SETTINGS)("%s=%s of an env file, with its line", (name, value) => {
    const what = whatOf({ lines: { MLFLOW_NOTHING: "1", [name]: value } });
    expect(what).toEqual([expect.stringContaining(`${name} (my.env:2) `)]);
  });

  it.each<[string, Scene, string[]]>([
    [
      "two servers",
      { lines: { MLFLOW_UVICORN_OPTS: "--reload" }, env: { MLFLOW_GUNICORN_OPTS: "-t 5" } },
      ["MLFLOW_GUNICORN_OPTS and MLFLOW_UVICORN_OPTS (my.env:1) exclude each other"],
    ],
    [
      "a server and host checks",
      { lines: { MLFLOW_GUNICORN_OPTS: "-t 5" }, words: ["--allowed-hosts", "x"] },
      ["MLflow does not take --allowed-hosts beside MLFLOW_GUNICORN_OPTS (my.env:1)"],
    ],
    [
      "development mode and a server",
      { lines: { MLFLOW_UVICORN_OPTS: "--no-use-colors" }, words: ["--dev"] },
      ["MLflow's --dev cannot be used with MLFLOW_UVICORN_OPTS (my.env:1)"],
    ],
    [
      "half of TLS",
      { lines: { MLFLOW_GUARD_TLS_CERT: "c.pem" } },
      ["MLFLOW_GUARD_TLS_CERT (my.env:1) is given without its other half"],
    ],
    [
      "an audit log without lines",
      { lines: { MLFLOW_GUARD_AUDIT_LOG: "log", MLFLOW_UVICORN_OPTS: "--no-access-log" } },
      [
        "MLFLOW_GUARD_AUDIT_LOG (my.env:1) is made of the access log, and --no-access-log of MLFLOW_UVICORN_OPTS (my.env:2) takes that away",
      ],
    ],
  ])("and so do two that do not fit: %s", (_what, scene, what) => {
    expect(whatOf(scene)).toEqual(what);
  });

  it.each<[string, Scene, string]>([
    ["a variable", { env: { MLFLOW_WORKERS: "x" } }, "MLFLOW_WORKERS is "],
    ["an option", { words: ["--workers=x"] }, "--workers is "],
  ])("%s is found by its name", (_what, scene, start) => {
    expect(whatOf(scene)).toEqual([expect.stringMatching(new RegExp(`^${start}`))]);
  });
});
