import { describe, expect, it } from "vitest";
import { runCommand } from "../policy/run-command.ts";
import { decisionOf, findingsOf } from "../support/world.ts";

const RULE = "proxy-trust-wildcard";
const NAME = "FORWARDED_ALLOW_IPS";
const PASS = ["--guard-pass-env", NAME];
const WILD = { [NAME]: "*" };

describe(RULE, () => {
  it.each(["*", "10.0.0.7, *", "0.0.0.0/0", "::/0"])("says that %j is not handed on", (value) => {
    expect(findingsOf(RULE, { env: { [NAME]: value } })).toMatchObject([
      {
        severity: "info",
        what: `${NAME} (environment) trusts everybody, and is not handed on`,
        origin: { kind: "env", name: NAME },
        fix: [{ kind: "note", text: expect.stringContaining('--uvicorn-opts "--forwarded') }],
      },
    ]);
  });

  it("has nothing to say of an env file, which may not set it, and refuses nothing", () => {
    const scene = { lines: WILD };
    expect(findingsOf(RULE, scene)).toEqual([]);
    expect(decisionOf(scene).verdict).toBe("allow");
  });

  it("refuses nothing when something else is handed on", () => {
    const scene = { words: ["--guard-pass-env", "TERM"], env: WILD };
    expect(findingsOf(RULE, scene)).toMatchObject([{ severity: "info" }]);
  });

  it("refuses to hand it on, and takes both away", () => {
    const scene = { words: ["--guard-pass-env", "TERM", ...PASS, "--port", "6000"], env: WILD };
    const [finding, ...more] = findingsOf(RULE, scene);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: "error",
      waivable: false,
      what: `${NAME} (environment) trusts everybody, and --guard-pass-env hands it on`,
      origin: { kind: "env", name: NAME },
    });
    expect(finding?.fix).toMatchObject([
      { kind: "shell", text: `env ${NAME}= mlflow-guard server --port 6000` },
      { kind: "note", text: expect.stringContaining("--forwarded-allow-ips 10.0.0.7") },
    ]);
    expect(findingsOf(RULE, runCommand(finding?.fix[0]?.text ?? "", scene))).toEqual([]);
    expect(decisionOf(scene).verdict).toBe("refuse");
  });

  it("knows uvicorn's own variable, and clears both at once", () => {
    const own = "UVICORN_FORWARDED_ALLOW_IPS";
    const words = [...PASS, "--guard-pass-env", own];
    const scene = { words, env: { ...WILD, [own]: "*" } };
    const found = findingsOf(RULE, scene);
    expect(found.map(({ origin }) => origin.name)).toEqual([NAME, own]);
    const text = `env ${NAME}= ${own}= mlflow-guard server`;
    for (const { fix } of found) expect(fix[0]).toEqual({ kind: "shell", text });
    expect(findingsOf(RULE, runCommand(text, scene))).toEqual([]);
    expect(findingsOf(RULE, { env: { [own]: "*" } })).toMatchObject([{ severity: "info" }]);
  });

  it.each([
    ["--uvicorn-opts", "--forwarded-allow-ips=* --no-access-log"],
    ["--gunicorn-opts", "--forwarded-allow-ips ::/0"],
  ])("says that a wildcard in %s is left out", (option, text) => {
    const scene = { words: [option, text] };
    expect(findingsOf(RULE, scene)).toMatchObject([
      {
        severity: "info",
        what: `--forwarded-allow-ips in ${option} (command line) trusts everybody, and is left out`,
        origin: { kind: "flag", name: option },
        fix: [{ kind: "note", text: expect.stringContaining(`${option} "--forwarded`) }],
      },
    ]);
    expect(decisionOf(scene)).toMatchObject({ verdict: "allow", findings: [{ id: RULE }] });
  });

  it.each([
    ["nothing", {}],
    ["an address", { env: { [NAME]: "10.0.0.7" } }],
    ["an address that is handed on", { words: PASS, env: { [NAME]: "10.0.0.7,10.1.0.0/16" } }],
    ["an empty variable that is handed on", { words: PASS, env: { [NAME]: "" } }],
    ["an address in the options", { words: ["--uvicorn-opts", "--forwarded-allow-ips 10.0.0.7"] }],
    ["another variable that is handed on", { words: PASS, env: { PORT: "*" } }],
  ])("is silent for %s", (_what, scene) => {
    expect(findingsOf(RULE, scene)).toEqual([]);
  });
});
