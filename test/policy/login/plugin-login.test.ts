import { describe, expect, it } from "vitest";
import type { Facts } from "../../../src/facts/types.ts";
import {
  AT_HOME,
  decisionOf,
  findingsOf,
  NAMING_MANAGED,
  OIDC,
  type Scene,
  WITH_OIDC,
} from "../../support/world.ts";

const LOCAL = ["--app-name", "oidc-auth"];
const words = (...more: string[]) => [...(OIDC.words ?? []), ...more];
const env = (more: Record<string, string>) => ({ ...OIDC, env: { ...OIDC.env, ...more } });
const facts = (more: Partial<Facts>) => ({ ...OIDC, facts: { ...OIDC.facts, ...more } });
const mlflow = (more: Partial<typeof WITH_OIDC>) => facts({ mlflow: { ...WITH_OIDC, ...more } });
const from = (...names: string[]) =>
  mlflow({
    apps: names.map((name) => ({
      name: "oidc-auth",
      target: name.startsWith("mlflow") ? "mlflow_oidc_auth.app:app" : "mine:app",
      from: name,
    })),
  });
const of = (rule: string, scene: Scene) =>
  findingsOf(rule, scene).map(({ severity, what }) => `${severity} ${what}`);
const NO_SECRET = { OIDC_CLIENT_SECRET: "" };

describe("an exposed start with oidc-auth", () => {
  it("is allowed where the plugin has all it needs", () => {
    const { verdict, login, findings } = decisionOf(OIDC);
    expect([verdict, login.asks]).toEqual(["allow", true]);
    expect(login.plugin).toMatchObject({ version: "11.0.2" });
    expect(findings.map(({ id }) => id)).toEqual(["no-tls", "accounts-write-files"]);
  });

  it("is allowed by check where no MLflow was looked at", () => {
    expect(decisionOf(facts({ mlflow: null })).verdict).toBe("allow");
  });

  it.each([
    ["no provider", env({ OIDC_DISCOVERY_URL: "" }), "OIDC_DISCOVERY_URL is not set"],
    [
      "a provider that is no URL",
      env({ OIDC_DISCOVERY_URL: "idp.example" }),
      "OIDC_DISCOVERY_URL (environment) is no http(s) URL",
    ],
    ["no client", env({ OIDC_CLIENT_ID: "" }), "OIDC_CLIENT_ID is not set"],
    [
      "a client that nobody filled in",
      env({ OIDC_CLIENT_ID: "<client-id>" }),
      "OIDC_CLIENT_ID (environment) is a placeholder that was never filled in",
    ],
    ["no client secret", env(NO_SECRET), "OIDC_CLIENT_SECRET is not set"],
    [
      "no client secret, and a secret manager that is switched off",
      env({ ...NO_SECRET, CONFIG_VAULT_ENABLED: "false" }),
      "OIDC_CLIENT_SECRET is not set",
    ],
    [
      "a client that is not called public",
      env({ ...NO_SECRET, OIDC_PUBLIC_CLIENT: "yes" }),
      "OIDC_CLIENT_SECRET is not set",
    ],
    [
      "another package of the name",
      from("mine-1.0"),
      `mine-1.0 calls itself oidc-auth in ${WITH_OIDC.sitePackages}, and is not mlflow-oidc-auth`,
    ],
    [
      "a second package of the name",
      from("mlflow_oidc_auth-11.0.2", "mine-1.0"),
      `mine-1.0 calls itself oidc-auth in ${WITH_OIDC.sitePackages}, and is not mlflow-oidc-auth`,
    ],
    [
      "gunicorn",
      { ...OIDC, words: words("--gunicorn-opts", "--timeout 9") },
      "--gunicorn-opts (command line) asks for gunicorn, which cannot serve oidc-auth",
    ],
    [
      "a Python that it does not load on",
      mlflow({ pythonVersion: "3.11" }),
      "mlflow-oidc-auth 11.0.2 does not load on Python 3.11 (/opt/mlflow/bin/python)",
    ],
    [
      "a python-dotenv that reads what lies around",
      mlflow({ dotenv: "1.1.1" }),
      "python-dotenv 1.1.1 (/opt/mlflow/bin/mlflow) lets mlflow-oidc-auth read a .env of the working directory",
    ],
  ])("is refused with %s, in one finding", (_what, scene: Scene, what) => {
    expect(of("auth-ineffective", scene)).toEqual([`error ${what}`]);
    expect(decisionOf(scene)).toMatchObject({ verdict: "refuse" });
    expect(decisionOf(scene).findings.filter(({ severity }) => severity === "error")).toHaveLength(
      1,
    );
  });

  it.each([
    ["a public client", env({ ...NO_SECRET, OIDC_PUBLIC_CLIENT: "True" })],
    ["a Python that nobody knows", mlflow({ pythonVersion: "" })],
    ["a provider on this machine by name", env({ OIDC_DISCOVERY_URL: "http://localhost:8080/x" })],
    ["a certificate that is checked", env({ OIDC_VERIFY_SSL: "1" })],
    ["another app", { words: ["--host", "0.0.0.0", "--app-name", "mine"] }],
    ["an older plugin on an older Python", { ...from("mlflow_oidc_auth-10.2.0") }],
    ["the next python-dotenv", mlflow({ dotenv: "1.2.0" })],
    ["a provider on this machine", env({ OIDC_DISCOVERY_URL: "http://[::1]:8080/x" })],
  ])("has nothing to say against %s", (_what, scene) => {
    expect(of("auth-ineffective", scene)).toEqual([]);
  });

  it("is refused where a provider or client is called public by half a word", () => {
    for (const yes of ["10", "x1", "truely"])
      expect(of("auth-ineffective", env({ ...NO_SECRET, OIDC_PUBLIC_CLIENT: yes }))).toEqual([
        "error OIDC_CLIENT_SECRET is not set",
      ]);
  });

  it("says which python-dotenv, or that there is none", () => {
    expect(of("auth-ineffective", mlflow({ dotenv: null }))).toEqual([
      "error a python-dotenv that was not found (/opt/mlflow/bin/mlflow) lets mlflow-oidc-auth read a .env of the working directory",
    ]);
  });

  it("names every other package of the name", () => {
    const [finding] = of("auth-ineffective", from("mine-1.0", "yours-2.0"));
    expect(finding).toMatch(/^error mine-1\.0, yours-2\.0 calls itself oidc-auth/);
  });

  const LOGIN = "mlflow-guard init && mlflow-guard server --app-name basic-auth --host 0.0.0.0";
  const PATH = { kind: "default", name: WITH_OIDC.path };

  it.each<[string, Scene, object]>([
    [
      "a rival",
      { ...from("mine-1.0"), env: { ...OIDC.env, ...AT_HOME } },
      {
        why: "which package would run, and whether it asks for a login, is not known",
        origin: PATH,
        fix: [
          `mlflow-guard install-mlflow && ${LOGIN.replace("--app-name", `${NAMING_MANAGED} --app-name`)}`,
          "or uninstall it; if it does ask: --guard-login-app oidc-auth",
        ],
      },
    ],
    [
      "a setting that is missing",
      env({ OIDC_CLIENT_ID: "" }),
      {
        why: "mlflow-oidc-auth cannot log anybody in without it",
        origin: { kind: "default", name: "OIDC_CLIENT_ID" },
        fix: [
          LOGIN,
          "or set OIDC_CLIENT_ID: the id under which the provider knows this server; in an env file: --guard-env-file FILE",
        ],
      },
    ],
    [
      "a setting that is wrong",
      env({ OIDC_DISCOVERY_URL: "idp.example" }),
      { origin: { kind: "env", name: "OIDC_DISCOVERY_URL" } },
    ],
    [
      "a setting that a registry may bring",
      env({ ...NO_SECRET, AUTH_PROVIDERS: "x" }),
      { origin: { kind: "default", name: "OIDC_CLIENT_SECRET" }, fix: [] },
    ],
    [
      "an old Python",
      mlflow({ pythonVersion: "3.11" }),
      {
        why: "it needs Python 3.12, and MLflow would stop with a traceback",
        origin: PATH,
        fix: [LOGIN, "or install both for Python 3.12 or newer"],
      },
    ],
    [
      "gunicorn",
      { ...OIDC, words: words("--gunicorn-opts", "--timeout 9") },
      {
        why: "the plugin is an ASGI application: gunicorn answers 500 to every request",
        fix: ["mlflow-guard server --host 0.0.0.0 --app-name oidc-auth"],
      },
    ],
    [
      "an old python-dotenv",
      mlflow({ dotenv: "1.1.1" }),
      {
        why: "such a file could change who gets in, and this version cannot be told to leave it",
        origin: PATH,
        fix: [LOGIN, "or take python-dotenv 1.2.0 or newer"],
      },
    ],
    [
      "a provider without TLS",
      env({ OIDC_DISCOVERY_URL: "http://idp.example/x" }),
      {
        why: "whoever stands between mlflow-oidc-auth and the provider could say who logs in",
        fix: [],
      },
    ],
  ])("says why, from where, and what to do about %s", (_what, scene, expected) => {
    const [finding] = findingsOf("auth-ineffective", scene);
    expect({ ...finding, fix: finding?.fix.map(({ text }) => text) }).toMatchObject(expected);
    expect(finding?.fix.map(({ kind }) => kind)).toEqual(
      ["shell", "note"].slice(0, finding?.fix.length),
    );
  });

  it.each([
    ["a file that cannot be used", { kind: "env", name: "OIDC_CLIENT_SECRET_FILE" } as const],
  ])("leaves %s to the rule that speaks of it", (_what, origin) => {
    const scene = { ...facts({ unusableFiles: [{ origin, what: "/s is empty", fix: "x" }] }) };
    const { findings } = decisionOf({ ...scene, env: { ...OIDC.env, ...NO_SECRET } });
    const errors = findings.filter(({ severity }) => severity === "error");
    expect(errors.map(({ id }) => id)).toEqual(["secret-file-unusable"]);
  });

  it.each([
    ["CONFIG_VAULT_ENABLED", "True"],
    ["AUTH_PROVIDERS_FILE", "/etc/providers.json"],
  ])("is allowed with a warning where %s may bring what is not there", (name, value) => {
    const scene = env({ ...NO_SECRET, [name]: value });
    expect(of("auth-ineffective", scene)).toEqual([
      `warning OIDC_CLIENT_SECRET is not set; whether ${name} (environment) brings it was not looked at`,
    ]);
    expect(decisionOf(scene).verdict).toBe("allow");
  });

  it.each([
    [
      { OIDC_DISCOVERY_URL: "http://idp.example/x" },
      "OIDC_DISCOVERY_URL (environment) is no https",
    ],
    [{ OIDC_VERIFY_SSL: "false" }, "OIDC_VERIFY_SSL (environment) takes any certificate"],
  ])("is allowed with a warning for %j", (more, what) => {
    expect(of("auth-ineffective", env(more))).toEqual([`warning ${what}`]);
    expect(decisionOf(env(more)).verdict).toBe("allow");
  });

  it("shows no value of a variable", () => {
    const scene = env({ OIDC_CLIENT_ID: "<hunter2>", OIDC_DISCOVERY_URL: "hunter2" });
    expect(JSON.stringify(decisionOf(scene).findings)).not.toContain("hunter2");
  });
});

it("a secret file of something else says nothing about a setting that is missing", () => {
  const origin = { kind: "env", name: "MLFLOW_FLASK_SERVER_SECRET_KEY_FILE" } as const;
  const scene = facts({ unusableFiles: [{ origin, what: "/s is empty", fix: "x" }] });
  expect(of("auth-ineffective", { ...scene, env: { ...OIDC.env, ...NO_SECRET } })).toEqual([
    "error OIDC_CLIENT_SECRET is not set",
  ]);
});

describe("the versions of the plugin", () => {
  it.each([
    ["7.20.1", 1],
    ["6.7.1", 1],
    ["7.20.2", 0],
    ["11.0.2", 0],
  ])("%s has %d routes that can be opened", (version, count) => {
    expect(of("auth-incomplete-in-version", from(`mlflow_oidc_auth-${version}`))).toEqual(
      count === 0
        ? []
        : [
            `error mlflow-oidc-auth ${version} (/opt/mlflow/bin/mlflow): native routes can be opened through the Host header`,
          ],
    );
  });

  it.each([
    ["9.0.0", "/mlflow", 1],
    ["9.0.0", "/health", 1],
    ["9.0.1", "/mlflow", 0],
    ["9.0.1", "/static-ui", 0],
  ])("%s with the prefix %s has %d findings", (version, prefix, count) => {
    const scene = {
      ...from(`mlflow_oidc_auth-${version}`),
      words: words("--static-prefix", prefix),
    };
    expect(of("static-prefix-disables-auth", scene)).toHaveLength(count);
  });
});

describe("the key of the plugin", () => {
  const fix =
    "sh -c 'umask 077; set -C; openssl rand -base64 32 > oidc-secret-key.txt' && env SECRET_KEY= SECRET_KEY_FILE=oidc-secret-key.txt mlflow-guard server --host 0.0.0.0 --app-name oidc-auth";

  it("is needed, and made into a file", () => {
    const scene = { ...facts({ secretKey: null }), env: { ...OIDC.env, SECRET_KEY: "" } };
    const [finding] = findingsOf("secret-key-missing", scene);
    expect(finding).toMatchObject({
      what: "SECRET_KEY is not set, and a login is wanted",
      fix: [{ text: fix }],
    });
    expect(decisionOf(scene).remedy).toEqual([fix]);
  });

  it("may come from a secret manager, and not from a registry of providers", () => {
    const keyless = (name: string) =>
      of("secret-key-missing", {
        ...facts({ secretKey: null }),
        env: { ...OIDC.env, [name]: "true" },
      });
    expect(keyless("CONFIG_VAULT_ENABLED")).toEqual([
      "warning SECRET_KEY is not set, and a login is wanted; whether CONFIG_VAULT_ENABLED (environment) brings it was not looked at",
    ]);
    expect(keyless("AUTH_PROVIDERS")).toEqual([
      "error SECRET_KEY is not set, and a login is wanted",
    ]);
  });

  it("must be strong", () => {
    const key = OIDC.facts?.secretKey;
    const secretKey = key
      ? { ...key, grade: { weak: ["it can be guessed"], published: false } }
      : null;
    expect(findingsOf("secret-key-weak", facts({ secretKey }))).toMatchObject([
      { what: "SECRET_KEY (environment): it can be guessed", fix: [{ text: fix }] },
    ]);
  });

  it("is no part of a remedy that takes MLflow's own login", () => {
    const scene = { ...facts({ secretKey: null }), env: {} };
    expect(decisionOf(scene).remedy).toEqual([
      "mlflow-guard init && mlflow-guard server --app-name basic-auth --host 0.0.0.0",
    ]);
  });
});

describe("on loopback", () => {
  it("what is missing is a warning, since nobody is let in", () => {
    const scene = { ...OIDC, words: LOCAL, env: {}, facts: { mlflow: WITH_OIDC } };
    expect(decisionOf(scene)).toMatchObject({ verdict: "allow" });
    expect(of("auth-ineffective", scene)).toEqual([
      "warning OIDC_DISCOVERY_URL is not set",
      "warning OIDC_CLIENT_ID is not set",
      "warning OIDC_CLIENT_SECRET is not set",
    ]);
  });

  it("another package of the name is a warning, and is not proven", () => {
    const decision = decisionOf({ ...from("mine-1.0"), words: LOCAL });
    expect(decision).toMatchObject({ verdict: "allow", login: { asks: false, plugin: null } });
  });
});

describe("another package that the operator vouches for", () => {
  it("is taken at that word", () => {
    const scene = { ...from("mine-1.0"), words: words("--guard-login-app", "oidc-auth") };
    const { verdict, login } = decisionOf({ ...scene, env: {} });
    expect([verdict, login.asks, login.plugin]).toEqual(["allow", true, null]);
  });
});
