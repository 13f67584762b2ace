import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Origin } from "../../src/intent/types.ts";
import { renderReady, renderStart } from "../../src/report/start.ts";
import { planOf } from "../plan/planned.ts";
import {
  decisionOf,
  MLFLOW,
  OIDC,
  OWN_NETWORK,
  type Scene,
  STRONG,
  secretFact,
} from "../support/world.ts";
import { OPEN, waivedOn } from "./rendered.ts";

const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";
const SHOWN = { sockets: true, questions: 17, workers: { asked: 2, of: 3 } };
const FACTS = {
  mlflow: MLFLOW,
  adminUsername: "admin",
  adminPassword: null,
  program: "g",
  cwd: "/home/ada",
  storedAccounts: null,
  shown: SHOWN,
  trusted: null,
};

const CHOSEN = { found: MLFLOW, passedOver: [] };
const WHICH = `  MLflow 3.17.2: /opt/mlflow/bin/mlflow (PATH)\n  data in /home/ada/project/mlflow.db; artifacts in\n    /home/ada/project/mlartifacts\n`;

function startOf(scene: Scene): string {
  return renderStart(decisionOf(scene), planOf(scene), CHOSEN);
}

function readyOf(scene: Scene, facts: Partial<Parameters<typeof renderReady>[2]> = {}): string {
  return renderReady(decisionOf(scene), planOf(scene), { ...FACTS, ...facts }, 6.24);
}

describe("the line before MLflow's own output", () => {
  it.each([
    [
      {},
      "mlflow-guard: private. http://127.0.0.1:5000 is reachable from this machine only; no login is needed.\n",
    ],
    [
      { words: OPEN, facts: STRONG },
      "mlflow-guard: public. http://192.168.1.20:5000 is reachable from other machines; the login basic-auth is on.\n",
    ],
    [
      { words: ["--host", "192.168.1.20"], facts: STRONG },
      "mlflow-guard: private. http://192.168.1.20:5000 is reachable from other machines; the login basic-auth is on.\n",
    ],
  ])("%# is calm and exact", (scene, line) => {
    expect(startOf(scene)).toBe(`${line}${WHICH}`);
  });

  it("names the other MLflows that are there", () => {
    const passedOver = [
      { path: "/h/.venv/bin/mlflow", source: "/h/.venv" },
      { path: "/m/bin/mlflow", source: "managed by install-mlflow" },
    ];
    const text = renderStart(decisionOf({}), planOf({}), { found: MLFLOW, passedOver });
    expect(text.replace(/\s+/g, " ")).toContain(
      "MLflow 3.17.2: /opt/mlflow/bin/mlflow (PATH); passed over: /h/.venv/bin/mlflow (/h/.venv), /m/bin/mlflow (managed by install-mlflow)",
    );
  });

  it.each([
    [
      ["--guard-behind-proxy", "https://p.example"],
      "http://127.0.0.1:5000: no login is needed; claimed, not verified: the proxy at https://p.example asks for the login.",
    ],
    [
      [...OPEN, "--guard-published", "loopback"],
      "http://192.168.1.20:5000: no login is needed; claimed, not verified: the port is published on the host's loopback only.",
    ],
  ])("words a claim as a claim: %j", (words, said) => {
    const text = startOf({ words, facts: OWN_NETWORK });
    expect(text).toBe(`mlflow-guard: as you claim. ${said}\n${WHICH}`);
  });

  it("names what does not reach MLflow", () => {
    expect(startOf({ env: { UVICORN_FD: "3" } })).toContain("\n  UVICORN_FD does not reach MLflow");
  });

  it("is loud for an opt-out", () => {
    expect(renderStart(waivedOn("2027-01-31"), planOf({ words: OPEN }), CHOSEN)).toContain(
      "OPEN on purpose.",
    );
  });
});

describe("the ready line", () => {
  it("comes first, with what a client pastes", () => {
    expect(readyOf({})).toBe(
      "mlflow-guard: ready http://127.0.0.1:5000 after 6.2 s (MLflow 3.17.2, /opt/mlflow/bin/mlflow; Ctrl-C stops it)\n" +
        "  export MLFLOW_TRACKING_URI=http://127.0.0.1:5000\n",
    );
  });

  it.each([
    [
      "what was seen and asked",
      { words: OPEN, facts: STRONG },
      SHOWN,
      "checked: only 0.0.0.0:5000 is open; strangers are asked for the login (17 questions, 2 of 3 workers among them)",
    ],
    [
      "that sockets could not be looked at",
      { words: OPEN, facts: STRONG },
      { ...SHOWN, sockets: false },
      "checked: could not look at the sockets, this system does not show them; strangers are asked for the login (17 questions)",
    ],
    [
      "that a private server's sockets could not be looked at",
      {},
      { ...SHOWN, sockets: false },
      "checked: could not look at the sockets, this system does not show them export",
    ],
  ])("says %s", (_what, scene, shown, text) => {
    expect(readyOf(scene, { shown }).replace(/\s+/g, " ")).toContain(text);
  });

  it.each([
    ["env", { kind: "env", name: PASSWORD }, `"$${PASSWORD}"`],
    [
      "an env file",
      { kind: "file", name: PASSWORD, file: "my .env", line: 2 },
      "'/home/ada/my .env'",
    ],
    ["a secret file", { kind: "file", name: `${PASSWORD}_FILE`, file: "/s/pw" }, '"$(cat /s/pw)"'],
  ] as const)("fetches the password from %s and never shows it", (_where, origin: Origin, text) => {
    const adminPassword = secretFact(PASSWORD, { value: "hunter2", origin });
    const ready = readyOf({ words: OPEN, facts: STRONG }, { adminPassword, adminUsername: "a b" });
    expect(ready).toContain("export MLFLOW_TRACKING_USERNAME='a b'");
    expect(ready).toMatch(/export MLFLOW_TRACKING_PASSWORD=/);
    expect(ready).toContain(text);
    expect(ready).not.toContain("hunter2");
  });

  it.each([
    ["has the password in a shell that has it", { [PASSWORD]: "hunter2" }, "hunter2", ""],
    ["says so in a shell that has none", {}, "", `${PASSWORD} is not set in this shell`],
  ])("%s", (_what, env, out, err) => {
    const adminPassword = secretFact(PASSWORD, {
      value: "hunter2",
      origin: { kind: "env", name: PASSWORD },
    });
    const ready = readyOf({ words: OPEN, facts: STRONG }, { adminPassword });
    const line = /\S.*export MLFLOW_TRACKING_PASSWORD=.*/.exec(ready)?.[0];
    const { stdout, stderr } = spawnSync(
      "/bin/sh",
      ["-c", `${line}\nprintf %s "$MLFLOW_TRACKING_PASSWORD"`],
      { env, encoding: "utf8" },
    );
    expect([stdout, stderr]).toEqual([out, expect.stringContaining(err)]);
  });

  it("shows the first run in another terminal, where there is a login", () => {
    const ready = readyOf({ words: OPEN, facts: STRONG });
    expect(ready).toContain(
      "\n  in another terminal, the first run:\n    export MLFLOW_TRACKING_URI=",
    );
    expect(ready).toContain(`/opt/mlflow/bin/python -c 'import mlflow; mlflow.log_metric(`);
    expect(readyOf({})).not.toContain("the first run");
    expect(ready).not.toContain("CERT_PATH");
  });

  it("names the certificate that clients have to be given", () => {
    const trusted = "/home/ada/my cert.pem";
    const line = "export MLFLOW_TRACKING_SERVER_CERT_PATH='/home/ada/my cert.pem'\n";
    expect(readyOf({ words: OPEN, facts: STRONG }, { trusted })).toContain(`\n    ${line}`);
    expect(readyOf({}, { trusted })).toContain(`\n  ${line}`);
  });

  it.each([
    ["no login", ["--artifacts-only"], {}],
    ["a login", ["--artifacts-only", "--app-name", "basic-auth"], STRONG],
  ])("says how a server of artifacts only is used, with %s", (_what, words, facts) => {
    const ready = readyOf({ words, facts });
    expect(ready).toContain(
      "it keeps artifacts only, and no runs: clients log to another MLflow server, which takes this one with\n    --default-artifact-root http://127.0.0.1:5000/api/2.0/mlflow-artifacts/artifacts\n",
    );
    expect(ready).not.toMatch(/log_metric|MLFLOW_TRACKING_URI/);
  });

  it("tells clients of a login plugin where their tokens are", () => {
    const ready = readyOf({ ...OIDC, words: [...(OIDC.words ?? []), "--static-prefix", "/ml"] });
    expect(ready).toContain("make one at http://192.168.1.20:5000/oidc/ui");
    expect(ready).not.toContain("MLFLOW_TRACKING_USERNAME");
  });

  it("does not offer a password that is not the stored one", () => {
    const stored = { looked: true, accounts: 1, known: true, same: false, published: [] } as const;
    const adminPassword = STRONG.adminPassword;
    const ready = readyOf(
      { words: OPEN, facts: STRONG },
      { adminPassword, storedAccounts: stored },
    );
    expect(ready).toContain("to store it: g user passwd admin --offline");
    expect(ready).not.toContain("MLFLOW_TRACKING_PASSWORD");
  });

  it.each([
    ["file", ".env", "user add NAME", "sed -nE "],
    ["file", "/s/x.env", "user add NAME --guard-env-file /s/x.env", "sed -nE "],
    ["secret file", "/s/pw", "user add NAME --admin-password-file /s/pw", "cat /s/pw"],
    ["env", undefined, "user add NAME", `test -n "$${PASSWORD}" || ! echo '${PASSWORD} is not`],
  ])("says how a colleague gets an account of an exposed server: password in %s %s", (kind, file, command, shows) => {
    const name = kind === "secret file" ? `${PASSWORD}_FILE` : PASSWORD;
    const origin = file ? { kind: "file", name, file } : { kind: "env", name };
    const adminPassword = secretFact(PASSWORD, { value: "hunter2", origin } as never);
    const ready = readyOf({ words: OPEN, facts: STRONG }, { adminPassword });
    expect(ready).toContain(`  an account for a colleague, in this folder: g ${command}\n`);
    expect(ready).toContain(`  the admin's password, if you need to see it: ${shows}`);
    expect(ready).not.toContain("hunter2");
    expect(readyOf({ words: ["--app-name", "basic-auth"], facts: STRONG })).not.toContain(
      "colleague",
    );
  });

  it("is followed by warnings", () => {
    expect(readyOf({ facts: { isRoot: true } })).toContain("warning running-as-root: ");
  });

  it("ends with the opt-out", () => {
    const decision = waivedOn("2027-01-31", ["--cors-allowed-origins", "https://a.example"]);
    const lines = renderReady(decision, planOf({ words: OPEN }), FACTS, 1)
      .trimEnd()
      .split("\n");
    expect(lines[0]).toContain("mlflow-guard: ready ");
    expect(lines.at(-1)).toMatch(/^!!! until/);
  });
});
