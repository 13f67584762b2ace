import { describe, expect, it } from "vitest";
import { parseAuthConfig } from "../../src/intent/auth-config.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { factsOf, MLFLOW, STRONG, secretFact } from "../support/world.ts";
import { planOf } from "./planned.ts";

const words = ["--app-name", "basic-auth"];
const ORIGIN = { kind: "env", name: "MLFLOW_AUTH_CONFIG_PATH" } as const;

function configOf(facts: Parameters<typeof planOf>[0]["facts"]) {
  const [file] = planOf({ words, facts: { ...STRONG, ...facts } }).privateFiles;
  return parseAuthConfig(file?.content.reveal() ?? "", ORIGIN);
}

describe("the private authorization config", () => {
  it("is what was checked", () => {
    const authConfig = parseAuthConfig(
      "[mlflow]\ndefault_permission = NO_PERMISSIONS\nadmin_password = old\n",
      ORIGIN,
    );
    const { values, problems } = configOf({ authConfig, adminUsername: "ada" });
    expect(problems).toEqual([]);
    expect(Object.fromEntries(values)).toEqual({
      default_permission: "NO_PERMISSIONS",
      database_uri: "sqlite:////home/ada/project/basic_auth.db",
      admin_username: "ada",
      authorization_function: "mlflow.server.auth:authenticate_request_basic_auth",
    });
  });

  it.each([
    ["sqlite:///x.db?timeout=9", "/data/x.db", "sqlite:////data/x.db?timeout=9"],
    ["sqlite:///x.db", "/data/$&/x.db", "sqlite:////data/$&/x.db"],
    ["sqlite:///x.db", "/data/50%/x.db", "sqlite:////data/50%/x.db"],
    ["sqlite:///x.db", "/data/50#/x.db", "sqlite:////data/50#/x.db"],
    // What is behind a question mark would be no path any more.
    ["sqlite:///x.db", "/data/why?/x.db", "sqlite:///x.db"],
  ])("has an absolute database, %s in %s", (uri, file, expected) => {
    const authStore = { ...factsOf({}).authStore, uri: new Secret(uri), file };
    expect(configOf({ authStore }).values.get("database_uri")).toBe(expected);
  });

  it("leaves a remote database alone", () => {
    const authConfig = parseAuthConfig("[mlflow]\ndatabase_uri = postgresql://a:b@db/x\n", ORIGIN);
    const authStore = { ...factsOf({}).authStore, kind: "remote" as const, file: null };
    const { values } = configOf({ authConfig, authStore });
    expect(values.get("database_uri")).toBe("postgresql://a:b@db/x");
  });

  it.each([
    ["3.16.0", "50%hunter2"],
    ["3.16.1", undefined],
  ])("carries the password for MLflow %s: %s", (version, password) => {
    const adminPassword = secretFact("MLFLOW_AUTH_ADMIN_PASSWORD", { value: "50%hunter2" });
    const { values } = configOf({ adminPassword, mlflow: { ...MLFLOW, version } });
    expect(values.get("admin_password")).toBe(password);
  });

  it.each([
    ["no password where a variable carries it", "3.16.1", false, undefined],
    ["none where the account exists, and a variable would", "3.16.1", true, undefined],
    ["one that nobody knows where nobody configures one", "3.16.0", false, "spare-and-never-used"],
    ["one that nobody knows where accounts exist", "3.16.0", true, "spare-and-never-used"],
  ])("holds %s", (_what, version, exists, expected) => {
    const authStore = { ...factsOf({}).authStore, exists };
    const { values } = configOf({
      adminPassword: null,
      authStore,
      mlflow: { ...MLFLOW, version },
    });
    expect(values.get("admin_password")).toBe(expected);
  });

  it("is MLflow's own function, whatever was named", () => {
    const authConfig = parseAuthConfig("[mlflow]\nauthorization_function = mine:x\n", ORIGIN);
    expect(configOf({ authConfig }).values.get("authorization_function")).toBe(
      "mlflow.server.auth:authenticate_request_basic_auth",
    );
  });

  it("shows nothing of itself", () => {
    const adminPassword = secretFact("MLFLOW_AUTH_ADMIN_PASSWORD", { value: "hunter2" });
    const facts = { ...STRONG, adminPassword, mlflow: { ...MLFLOW, version: "3.16.0" } };
    const { privateFiles } = planOf({ words, facts });
    expect(JSON.stringify(privateFiles)).not.toContain("hunter2");
  });
});

describe("the private config of gunicorn", () => {
  it("opens no control socket", () => {
    const [file, ...others] = planOf({ words: ["--gunicorn-opts", ""] }).privateFiles;
    expect(others).toEqual([]);
    expect(file?.name).toBe("gunicorn.conf.py");
    // What it does to the import path is tried with gunicorn itself, in gunicorn-config.test.ts.
    expect(file?.content.reveal()).toMatch(/\ncontrol_socket_disable = True\n$/);
  });

  it("stands beside the one of a login", () => {
    const plan = planOf({ words: [...words, "--gunicorn-opts", ""], facts: STRONG });
    expect(plan.privateFiles.map(({ name }) => name)).toEqual([
      "basic_auth.ini",
      "gunicorn.conf.py",
    ]);
  });
});
