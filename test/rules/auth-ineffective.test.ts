import { describe, expect, it } from "vitest";
import { defaultAuthConfig, parseAuthConfig } from "../../src/intent/auth-config.ts";
import { runCommand } from "../policy/run-command.ts";
import { decisionOf, findingsOf, MLFLOW, STRONG, secretFact } from "../support/world.ts";

const RULE = "auth-ineffective";
const NAME = "MLFLOW_AUTH_CONFIG_PATH";
const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";
const EXPOSED = ["--host", "0.0.0.0"];
const OWN = { name: "basic-auth", target: "mlflow.server.auth:create_app", from: "mlflow-3.17.2" };

function withConfig(text: string) {
  return { ...STRONG, authConfig: parseAuthConfig(text, { kind: "env", name: NAME }) };
}

function withStore(uri: string) {
  const { values, ...config } = defaultAuthConfig();
  return { ...config, values: new Map([...values, ["database_uri", uri]]) };
}

function withApp(app: Partial<typeof OWN>) {
  return { ...STRONG, mlflow: { ...MLFLOW, apps: [OWN, { ...OWN, ...app }] } };
}

describe(RULE, () => {
  it.each([
    ["a function of somebody else", "[mlflow]\nauthorization_function = mine:everybody\n"],
    ["an empty function", "[mlflow]\nauthorization_function =\n"],
    ["no [mlflow] section", "# nothing\n"],
    [
      "a function beside what is MLflow's default anyway",
      "[mlflow]\ndefault_permission = READ\nauthorization_function = mine:everybody\n",
    ],
  ])("refuses a config with %s", (_what, text) => {
    const [finding] = findingsOf(RULE, { words: EXPOSED, facts: withConfig(text) });
    expect(finding).toMatchObject({ severity: "error", waivable: false, origin: { name: NAME } });
    expect(finding?.fix[0]?.text).toBe(`env ${NAME}= mlflow-guard server --host 0.0.0.0`);
  });

  it("refuses a plugin that calls itself basic-auth", () => {
    const [finding] = findingsOf(RULE, {
      words: EXPOSED,
      facts: withApp({ target: "open_door:app", from: "open_door-1.0" }),
    });
    expect(finding).toMatchObject({
      severity: "error",
      what: "open_door-1.0 also calls itself basic-auth in /opt/mlflow/lib/python3.11/site-packages",
      origin: { kind: "default", name: MLFLOW.path },
      fix: [{ kind: "shell", text: expect.stringContaining("mlflow-guard install-mlflow && ") }],
    });
  });

  it("names every plugin that calls itself so", () => {
    const rivals = ["a-1.0", "b-2.0"].map((from) => ({ ...OWN, target: "x:app", from }));
    const facts = { ...STRONG, mlflow: { ...MLFLOW, apps: [OWN, ...rivals] } };
    const [finding] = findingsOf(RULE, { words: EXPOSED, facts });
    expect(finding?.what).toMatch(/^a-1\.0, b-2\.0 also calls/);
  });

  it.each([
    ["name", { adminUsername: "ada\nx = y" }],
    ["password", { adminPassword: secretFact(PASSWORD, { value: "long-enough\u2028x = y" }) }],
    ["store", { authConfig: withStore("sqlite:///a\u0085x = y.db") }],
  ])("refuses a line break in the admin's %s, on loopback too", (_what, facts) => {
    const words = ["--app-name", "basic-auth"];
    expect(findingsOf(RULE, { words, facts: { ...STRONG, ...facts } })).toMatchObject([
      {
        severity: "error",
        what: "MLFLOW_AUTH_CONFIG_PATH (default): the admin's name, its password or the store holds a line break or control character",
      },
    ]);
  });

  describe("a config that names the accounts is fixed in its own lines", () => {
    const STORE = "database_uri = sqlite:///a.db";
    const OTHER = "authorization_function = mine:everybody";
    const MLFLOWS = "authorization_function = mlflow.server.auth:authenticate_request_basic_auth";
    const DOUBLED = "admin_username = 5%";
    const START = "mlflow-guard server --host 0.0.0.0";
    const double = (line: number) =>
      `sed -i -e '${line}s/%%/%/g; ${line}s/%/%%/g' -- auth.ini && ${START}`;
    const fixOf = (...lines: string[]) =>
      findingsOf(RULE, {
        words: EXPOSED,
        env: { [NAME]: "auth.ini" },
        facts: withConfig(["[mlflow]", ...lines].join("\n")),
      })[0]?.fix.map(({ text }) => text);

    it.each([
      ["a percent sign", [DOUBLED], double(2)],
      ["a percent sign beside the store", [STORE, DOUBLED], double(3)],
      ["a percent sign beside MLflow's own function", [STORE, MLFLOWS, DOUBLED], double(4)],
      ["another function", [STORE, OTHER], `sed -i -e '3s/^/# /' -- auth.ini && ${START}`],
      ["another function without a store", [OTHER], `env ${NAME}= ${START}`],
    ])("%s", (_what, lines, text) => {
      expect(fixOf(...lines)).toEqual([text]);
    });

    it("or by hand, where a line may mean anything", () => {
      expect(fixOf(STORE, "x")).toEqual([
        'correct line 3 of auth.ini, to one "key = value" a line below [mlflow]; without the file this would not count: database_uri, line 3',
      ]);
    });
  });

  describe("no fix leaves out a config that says more than who asks", () => {
    const STRICT = "default_permission = NO_PERMISSIONS";
    const SECTION = "[mlflow]";
    it.each([
      ["a stray line", [SECTION, STRICT, "x"], "line 3", "default_permission, line 3"],
      ["an indented line", [SECTION, ` ${STRICT}`], "line 2", "line 2"],
      ["no section", [STRICT], "line 1", "line 1"],
      ["a section of another name", ["[MLflow]", STRICT], "what is named", "line 2"],
      ["[DEFAULT]", ["[DEFAULT]", STRICT, SECTION], "line 1", "line 2"],
      ["a key twice", [SECTION, STRICT, "default_permission = READ"], "line 3", "line 3"],
      ["a section twice", [SECTION, STRICT, SECTION], "line 3", "default_permission"],
      ["another admin", [SECTION, "admin_username = ada", "x"], "line 3", "admin_username, line 3"],
      ["a reference", [SECTION, "default_permission = %(p)s"], "line 2", "line 2"],
    ])("%s", (_what, lines, where, lost) => {
      const scene = {
        words: EXPOSED,
        env: { [NAME]: "auth.ini" },
        facts: withConfig(lines.join("\n")),
      };
      const [finding, ...more] = findingsOf(RULE, scene);
      expect(more).toEqual([]);
      expect(finding?.severity).toBe("error");
      expect(finding?.fix).toHaveLength(1);
      const [fix] = finding?.fix ?? [];
      expect(fix?.kind).toBe("note");
      expect(fix?.text).toMatch(new RegExp(`^correct ${where} of auth\\.ini[,;]`));
      expect(fix?.text).toMatch(new RegExp(`this would not count: ${lost}$`));
      expect(decisionOf(scene).remedy).toEqual([]);
    });
  });

  it("says all that is wrong with a config at once", () => {
    const facts = withConfig("[mlflow]\n  x\nauthorization_function = mine:everybody\n");
    expect(findingsOf(RULE, { words: EXPOSED, facts })[0]?.what).toBe(
      `${NAME} (environment): line 2 is not "key = value"; authorization_function is not MLflow's own`,
    );
  });

  it.each([
    ["the default config", EXPOSED, STRONG],
    [
      "MLflow's own function by name",
      EXPOSED,
      withConfig(
        "[mlflow]\nauthorization_function = mlflow.server.auth:authenticate_request_basic_auth\n",
      ),
    ],
    ["MLflow's own plugin twice", EXPOSED, withApp({ from: "mlflow_skinny-3.17.2" })],
    ["a plugin of another name", EXPOSED, withApp({ name: "mine", target: "mine:app" })],
    ["no password yet", EXPOSED, { secretKey: STRONG.secretKey }],
    ["no MLflow to look at", EXPOSED, { ...STRONG, mlflow: null }],
    ["no login", [], withConfig("[mlflow]\nauthorization_function = mine:everybody\n")],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  it("refuses nothing on loopback, where MLflow itself would start", () => {
    const facts = withConfig("[mlflow]\nauthorization_function = mine:everybody\n");
    expect(findingsOf(RULE, { words: ["--app-name", "basic-auth"], facts })).toMatchObject([
      {
        severity: "warning",
        what: `${NAME} (environment): authorization_function is not MLflow's own, and is not used`,
      },
    ]);
  });
});

describe("kubernetes-auth that is vouched for", () => {
  const MODE = "MLFLOW_K8S_AUTH_AUTHORIZATION_MODE";
  const NAMED = ["--app-name", "kubernetes-auth", "--guard-login-app", "kubernetes-auth"];
  const OPEN = ["--host", "0.0.0.0", ...NAMED];

  it.each([
    "subject_access_review",
    "SUBJECT_ACCESS_REVIEW",
    "another",
  ])("must not believe a header of strangers: %s", (mode) => {
    const scene = { words: OPEN, env: { [MODE]: mode } };
    const [finding, ...more] = findingsOf("auth-ineffective", scene);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "error",
      what: `${MODE} (environment) lets a header of the request say who it is`,
      why: "anyone who reaches the port can send that header, and be whom they like",
    });
    expect(finding?.fix).toEqual([
      { kind: "shell", text: ["env", `${MODE}=`, "mlflow-guard server", ...OPEN].join(" ") },
      { kind: "note", text: "or let a proxy ask: --guard-behind-proxy URL" },
    ]);
    const fixed = runCommand(finding?.fix[0]?.text ?? "", scene);
    expect(findingsOf("auth-ineffective", fixed)).toEqual([]);
  });

  it.each<[string, string[], Record<string, string>]>([
    ["the mode of tokens", OPEN, { [MODE]: "self_subject_access_review" }],
    ["the mode of tokens with blanks", OPEN, { [MODE]: " Self_Subject_Access_Review " }],
    ["no mode", OPEN, {}],
    ["nobody but this machine", NAMED, { [MODE]: "subject_access_review" }],
    [
      "a proxy that asks",
      [...NAMED, "--allowed-hosts", "ml.example", "--guard-behind-proxy", "https://ml.example"],
      { [MODE]: "subject_access_review" },
    ],
    [
      "another app",
      ["--host", "0.0.0.0", "--app-name", "mine", "--guard-login-app", "mine"],
      { [MODE]: "subject_access_review" },
    ],
  ])("may run with %s", (_what, words, env) => {
    expect(findingsOf("auth-ineffective", { words, env })).toEqual([]);
  });
});
