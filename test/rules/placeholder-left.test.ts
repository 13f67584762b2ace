import { describe, expect, it } from "vitest";
import { parseAuthConfig } from "../../src/intent/auth-config.ts";
import { placeholderLeft } from "../../src/policy/rules/placeholder-left.ts";
import { decisionOf, findingsOf, type Scene, STRONG, worldOf } from "../support/world.ts";

const RULE = "placeholder-left";
const LOGIN = ["--app-name", "basic-auth"];

const whats = (scene: Scene) => findingsOf(RULE, scene).map(({ what }) => what);

/** A start with a login and this authorization config. */
function withConfig(text: string, env: Record<string, string> = {}): Scene {
  const origin = { kind: "env", name: "MLFLOW_AUTH_CONFIG_PATH" } as const;
  return {
    words: LOGIN,
    env: { MLFLOW_AUTH_CONFIG_PATH: "auth.ini", ...env },
    facts: { ...STRONG, authConfig: parseAuthConfig(text, origin) },
  };
}

describe("placeholder-left", () => {
  it.each([
    ["admin_username = ${ADMIN_USER}", '"${ADMIN_USER}"'],
    ["admin_username = changeme", '"changeme"'],
    ["admin_password = <password>", "a placeholder"],
    ["default_permission = {{ permission }}", '"{{ permission }}"'],
    ["database_uri = postgresql://ada:x9Qz@<host>/x", 'as its host "<host>"'],
    ["read_database_uri = postgresql://ada:${DB_PASSWORD}@db/x", "as its password a placeholder"],
    ["some_other_key = $SOMETHING", 'some_other_key (auth.ini:3) holds "$SOMETHING"'],
    ["uri_of_it = $SOMETHING", 'uri_of_it (auth.ini:3) holds "$SOMETHING"'],
    ["database_uri = sqlite:////srv/<dir>/a.db", 'as its path "<dir>"'],
  ])("names the line of the authorization config: %s", (line, sign) => {
    const [finding, ...others] = findingsOf(RULE, withConfig(`[mlflow]\n# note\n${line}\n`));
    expect(others).toEqual([]);
    const key = line.split(" ")[0];
    expect(finding?.what).toContain(`${key} (auth.ini:3) `);
    expect(finding?.what).toContain(`${sign}, which nobody filled in`);
    expect([finding?.severity, finding?.waivable]).toEqual(["error", false]);
    expect(finding?.fix).toEqual([
      { kind: "note", text: `write what is meant into line 3 of auth.ini: ${key}` },
    ]);
  });

  it("leaves the config alone where no login is asked for, and the key that a variable covers", () => {
    const text = "[mlflow]\ndatabase_uri = sqlite:///${PLACE}/a.db\n";
    expect(whats(withConfig(text))).toHaveLength(1);
    expect(whats({ ...withConfig(text), words: [] })).toEqual([]);
    const covered = { MLFLOW_GUARD_AUTH_DATABASE_URI: "sqlite:////srv/a.db" };
    expect(whats(withConfig(text, covered))).toEqual([]);
  });

  it.each([
    [
      ["--backend-store-uri", "postgresql://${DB_USER}@db/x"],
      "--backend-store-uri (command line) has as its user",
    ],
    [
      ["--registry-store-uri=sqlite:////srv/{{ x }}/a.db"],
      "--registry-store-uri (command line) has as its path",
    ],
    [
      ["--artifacts-destination", "s3://<bucket>/runs"],
      "--artifacts-destination (command line) has as its host",
    ],
    [
      ["--default-artifact-root", "$(ROOT)"],
      '--default-artifact-root (command line) has "$(ROOT)", which nobody filled in',
    ],
    [["--expose-prometheus", "${METRICS}"], "--expose-prometheus (command line) holds"],
    [
      ["--expose-prometheus", "/srv/changeme"],
      '--expose-prometheus (command line) holds "changeme"',
    ],
    [
      ["--trace-archival-config", "<file>"],
      '--trace-archival-config (command line) holds "<file>"',
    ],
  ] as const)("judges what was typed, on loopback as well: %j", (words, text) => {
    const [finding] = findingsOf(RULE, { words });
    expect([finding?.severity, finding?.what]).toEqual(["error", expect.stringContaining(text)]);
    expect(finding?.fix[0]?.text).toContain("say what is meant: --");
    expect(decisionOf({ words }).verdict).toBe("refuse");
  });

  it("names the variable, its file, or the line of an env file", () => {
    const name = "MLFLOW_BACKEND_STORE_URI";
    const value = "postgresql://<user>@db/x";
    const from = (scene: Scene) => findingsOf(RULE, scene)[0];
    expect(from({ env: { [name]: value } })).toMatchObject({
      what: expect.stringContaining(`${name} (environment) has as its user "<user>"`),
      fix: [{ text: expect.stringContaining(`give ${name} the value that is meant`) }],
    });
    const line = from({ lines: { MLFLOW_PORT: "5001", [name]: value } });
    expect(line).toMatchObject({
      what: expect.stringContaining(`${name} (my.env:2)`),
      fix: [{ text: `write what is meant into line 2 of my.env: ${name}` }],
    });
  });

  it("judges the admin's name and the accounts, where a login is asked for", () => {
    const env = {
      MLFLOW_AUTH_ADMIN_USERNAME: "${ADMIN_USER}",
      MLFLOW_GUARD_AUTH_DATABASE_URI: "postgresql://ada@${DB_HOST}/x",
    };
    expect(whats({ words: LOGIN, env, facts: STRONG })).toEqual([
      'MLFLOW_AUTH_ADMIN_USERNAME (environment) holds "${ADMIN_USER}", which nobody filled in',
      'MLFLOW_GUARD_AUTH_DATABASE_URI (environment) has as its host "${DB_HOST}", which nobody filled in',
    ]);
    expect(whats({ env })).toEqual([]);
  });

  it.each([
    ["allowed-hosts", "MLFLOW_SERVER_ALLOWED_HOSTS", "localhost,<host>:5000", '"<host>"'],
    ["allowed-hosts", "MLFLOW_SERVER_ALLOWED_HOSTS", "{{ host }}", '"{{ host }}"'],
    ["allowed-hosts", "MLFLOW_SERVER_ALLOWED_HOSTS", "changeme:5000", '"changeme"'],
    ["allowed-hosts", "MLFLOW_SERVER_ALLOWED_HOSTS", "changeme:*,<x>", '"changeme", "<x>"'],
    ["allowed-hosts", "MLFLOW_SERVER_ALLOWED_HOSTS", "changeme:[0-9]*", '"changeme"'],
    [
      "cors-allowed-origins",
      "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS",
      "https://$UI_HOST,http://localhost:3000",
      '"$UI_HOST"',
    ],
  ])("a list is left out: %s from %s, %s", (option, variable, value, shown) => {
    const [typed] = findingsOf(RULE, { words: [`--${option}`, value] });
    expect(typed?.what).toContain(`holds ${shown}, which nobody filled in`);
    expect(typed?.fix[0]).toEqual({ kind: "shell", text: "mlflow-guard server" });
    const [exported] = findingsOf(RULE, { env: { [variable]: value } });
    expect(exported?.fix[0]).toEqual({
      kind: "shell",
      text: `env ${variable}= mlflow-guard server`,
    });
  });

  it("believes no claim about a proxy that nobody named", () => {
    const words = ["--allowed-hosts", "ml.example", "--guard-behind-proxy", "https://${PROXY}/"];
    const [finding] = findingsOf(RULE, { words });
    expect(finding?.what).toBe(
      '--guard-behind-proxy (command line) has as its host "${PROXY}", which nobody filled in',
    );
    expect(decisionOf({ words }).verdict).toBe("refuse");
    for (const { text } of finding?.fix ?? []) expect(text).not.toContain("--guard-behind-proxy h");
    const below = { words: ["--guard-behind-proxy", "https://p.example/<path>"] };
    const [other] = findingsOf(RULE, below);
    expect(other?.what).toContain('has as its path "<path>", which nobody filled in');
    expect(other?.fix[0]).toEqual({ kind: "shell", text: "mlflow-guard server" });
  });

  it.each([
    ["/var/log/{{ app }}.log", "{{ app }}"],
    ["/var/log/changeme", "changeme"],
  ])("looks for the audit log in a folder that somebody meant: %s", (path, sign) => {
    expect(whats({ words: ["--guard-audit-log", path] })).toEqual([
      `--guard-audit-log (command line) holds "${sign}", which nobody filled in`,
    ]);
  });

  it("sends whoever reads it to the secret file that holds it", () => {
    const name = "MLFLOW_GUARD_AUTH_DATABASE_URI";
    const world = worldOf({ words: LOGIN, facts: STRONG });
    const origin = { kind: "file", name: `${name}_FILE`, file: "/run/secrets/uri" } as const;
    const environment = new Map([[name, { value: "sqlite:////srv/<dir>/a.db", origin }]]);
    const [hit] = placeholderLeft.check({ ...world, intent: { ...world.intent, environment } });
    expect(hit?.what).toContain('has as its path "<dir>"');
    expect(hit?.notes).toEqual([
      { kind: "note", text: "write what is meant into /run/secrets/uri" },
    ]);
  });

  it("says of an address, by the rule of addresses, that nobody filled it in", () => {
    for (const host of ["${HOST}", "<host>", "{{ host }}", "changeme"]) {
      const [finding] = findingsOf("bind-not-understood", { words: ["--host", host] });
      expect(finding?.what).toContain("a placeholder that nobody filled in");
      expect(whats({ words: ["--host", host] })).toEqual([]);
    }
  });

  it("is silent where everything means itself", () => {
    const words = [
      ...LOGIN,
      "--backend-store-uri=postgresql://ada:pa$word@db/mlflow",
      "--artifacts-destination=wasbs://$web@account.blob.core.windows.net/{x}/<date>",
      "--default-artifact-root=s3://bucket/<date>",
      "--allowed-hosts=mlflow.your-server.de,localhost:*,chan:ge-me,x.https://changeme",
      "--cors-allowed-origins=https://ml.example:8443",
    ];
    const scene = withConfig(
      "[mlflow]\nadmin_username = ada\nadmin_password = a<b>$c{{d\ndatabase_uri = sqlite:////srv/{x}/a.db\n",
    );
    expect(whats({ ...scene, words })).toEqual([]);
  });

  it("has nothing of a password in it", () => {
    const words = ["--backend-store-uri", "postgresql://ada:${hunter2}@<host>/x"];
    expect(JSON.stringify(findingsOf(RULE, { words }))).not.toContain("hunter2");
  });
});
