import { describe, expect, it } from "vitest";
import { CONTAINER, decisionOf, findingsOf, MLFLOW, STRONG } from "../support/world.ts";

const RULE = "public-without-auth";
const OTHER = ["--app-name", "mine"];

describe(RULE, () => {
  it.each([
    ["a wildcard", ["--host", "0.0.0.0"]],
    ["an address of this machine", ["--host", "192.168.1.20"]],
    ["a forwarded name", ["--allowed-hosts", "mlflow.example.com"]],
    ["development mode", ["--host", "0.0.0.0", "--dev"]],
  ])("refuses %s without a login", (_what, words) => {
    expect(findingsOf(RULE, { words })).toMatchObject([{ severity: "error", waivable: true }]);
  });

  it.each([
    [
      ["--host", "0.0.0.0", "-p", "6000"],
      '--host (command line) "0.0.0.0" listens on every interface: 192.168.1.20, 127.0.0.1, port 6000',
    ],
    [
      ["--host", "192.168.1.20"],
      '--host (command line) "192.168.1.20" is reachable from other machines: 192.168.1.20, port 5000',
    ],
    [
      ["--host", "nowhere"],
      '--host (command line) "nowhere" does not resolve, so it counts as reachable from other machines, port 5000',
    ],
    [
      ["--host", "127.0.0.1", "--allowed-hosts", "ml.example"],
      '--allowed-hosts (command line) "ml.example" admits names that are not local: somebody forwards requests of other machines to 127.0.0.1, port 5000',
    ],
    [
      ["--host", "0:80"],
      '--host (command line) "0:80" is not understood, so it counts as reachable from other machines, port 5000',
    ],
    [
      ["--host", "203.0.113.9"],
      '--host (command line) "203.0.113.9" is for other machines, and no interface here has 203.0.113.9: MLflow could not listen there',
    ],
  ])("says for %j what is open, and where", (words, what) => {
    expect(findingsOf(RULE, { words })[0]?.what).toBe(what);
  });

  it("prints no command for an address that this machine does not have", () => {
    const words = ["--host", "203.0.113.9"];
    const { remedy } = decisionOf({ words });
    const [finding] = findingsOf(RULE, { words });
    expect(remedy).toEqual(["mlflow-guard server"]);
    expect(finding?.fix.slice(0, 2)).toEqual([
      { kind: "shell", text: "mlflow-guard server" },
      {
        kind: "note",
        text: "on the machine that has this address: mlflow-guard init && mlflow-guard server --host 203.0.113.9",
      },
    ]);
  });

  it.each([
    ["https://ml.example", "ml.example"],
    ["a.example b.example", "a.example,b.example"],
    ["https://ml.example/ui,*.b.example,^x$", "'*.b.example'"],
  ])("asks for a login with names that clients send: %s", (text, kept) => {
    const { remedy } = decisionOf({ words: [`--allowed-hosts=${text}`] });
    expect(remedy).toEqual([`mlflow-guard init && mlflow-guard server --allowed-hosts ${kept}`]);
  });

  it("says so of a default too", () => {
    const bind = { kind: "literal", address: "0.0.0.0", addresses: ["0.0.0.0"] } as const;
    expect(findingsOf(RULE, { facts: { bind } })).toMatchObject([
      {
        what: '--host (default) "0.0.0.0" listens on every interface: 192.168.1.20, 127.0.0.1, port 5000',
        origin: { kind: "default", name: "--host" },
      },
    ]);
  });

  it.each([
    [{ words: ["--host", "0.0.0.0"] }, "", " --host 0.0.0.0"],
    [{ words: ["--host", "0.0.0.0", "--dev"] }, " --dev", " --host 0.0.0.0"],
    [{ env: { MLFLOW_HOST: "0.0.0.0" } }, " --host 127.0.0.1", ""],
    [
      { words: ["--host", "0.0.0.0"], env: { MLFLOW_HOST: "192.168.1.20" } },
      " --host 127.0.0.1",
      " --host 0.0.0.0",
    ],
    [{ words: ["--host", "0.0.0.0"], env: { MLFLOW_HOST: "" } }, "", " --host 0.0.0.0"],
    [{ words: ["--allowed-hosts", "ml.example"] }, "", " --allowed-hosts ml.example"],
  ])("offers for %j to stay private, or to ask for a login", (scene, local, login) => {
    const [finding] = findingsOf(RULE, scene);
    expect(finding?.fix.slice(0, 2)).toEqual([
      { kind: "shell", text: `mlflow-guard server${local}` },
      { kind: "shell", text: `mlflow-guard init && mlflow-guard server${login}` },
    ]);
  });

  it("names the tunnel and the published port", () => {
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0", "-p", "6000"] });
    expect(finding?.fix.slice(2)).toEqual([
      {
        kind: "note",
        text: "ssh -N -L 6000:127.0.0.1:6000 gpu-box (a tunnel to the private server, from another machine)",
      },
      {
        kind: "docker",
        text: "docker run -p 127.0.0.1:6000:6000 ... with --guard-published loopback",
      },
    ]);
  });

  it.each([
    ["one address", ["--host", "192.168.1.20"]],
    ["forwarded names", ["--allowed-hosts", "ml.example"]],
    ["a wildcard with forwarded names", ["--host", "0.0.0.0", "--allowed-hosts", "ml.example"]],
  ])("offers to publish on loopback only where that helps: not for %s", (_what, words) => {
    const [finding] = findingsOf(RULE, { words });
    expect(finding?.fix.map(({ kind }) => kind)).not.toContain("docker");
  });

  it("names a place for the host where its name is none", () => {
    const facts = { hostName: "my box; x" };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts });
    expect(finding?.fix[2]?.text).toMatch(/^ssh -N -L 5000:127\.0\.0\.1:5000 HOST \(/);
  });

  const PUBLISHED = ["--guard-published", "loopback"];
  const PROXY = ["--guard-behind-proxy", "no-url"];

  it.each([
    ["a published port that is none", ["--host", "0.0.0.0", ...PUBLISHED], []],
    ["a published port beside an address", ["--host", "192.168.1.20", ...PUBLISHED], []],
    ["a proxy that is none", ["--host", "0.0.0.0", ...PROXY], ["docker"]],
    ["both", ["--host", "0.0.0.0", ...PROXY, ...PUBLISHED], []],
  ])("takes back the claim of %s, and offers to publish where nobody tried", (_what, words, kinds) => {
    const [finding] = findingsOf(RULE, { words });
    expect(finding?.fix[0]).toEqual({ kind: "shell", text: "mlflow-guard server" });
    expect(finding?.fix.slice(3).map(({ kind }) => kind)).toEqual(kinds);
  });

  it("names no tunnel to a container, and how to make the secrets from outside of it", () => {
    const facts = { ...CONTAINER, cwd: "/data" };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts });
    expect(finding?.fix.slice(2)).toMatchObject([
      {
        kind: "docker",
        text: expect.stringContaining("docker run --rm -v VOLUME:/data IMAGE init"),
      },
      { kind: "docker", text: expect.stringContaining("docs/how-to/container.md") },
      { kind: "docker", text: expect.stringContaining("-p 127.0.0.1:5000:5000") },
    ]);
  });

  it("names the variable it came from", () => {
    const [finding] = findingsOf(RULE, { env: { MLFLOW_HOST: "0.0.0.0" } });
    expect(finding?.origin).toEqual({ kind: "env", name: "MLFLOW_HOST" });
  });

  it.each([
    ["loopback", [], {}],
    ["an app of another name, which has its own rule", [...OTHER, "--host", "0.0.0.0"], {}],
    ["a wildcard with a login", ["--host", "0.0.0.0"], STRONG],
    ["a loopback name", ["--allowed-hosts", "localhost:5000,127.0.0.1"], {}],
  ])("allows %s", (_what, words, facts) => {
    expect(findingsOf(RULE, { words, facts })).toEqual([]);
  });

  const DATA = "read, change and delete experiments and models";
  const RUNS = "anyone who reaches the port can run code on this machine";
  const SCORERS = "MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS";
  const ASSISTANT = "MLFLOW_ENABLE_REMOTE_ASSISTANT";
  const JOBS = "MLFLOW_SERVER_ENABLE_JOB_EXECUTION";

  it.each([
    ["3.12.0", {}, "CVE-2026-116692"],
    ["3.16.1", {}, "CVE-2026-116692"],
    ["2.22.2", {}, "CVE-2025-11201"],
    ["3.17.0", { [SCORERS]: "true" }, `${SCORERS} (environment)`],
    ["3.17.2", { [SCORERS]: "1", [JOBS]: "true" }, `${SCORERS} (environment)`],
    ["3.15.0", { [ASSISTANT]: "true" }, `CVE-2026-116692, ${ASSISTANT} (environment)`],
  ])("says that MLflow %s with %j runs the code of strangers", (version, env, by) => {
    const facts = { mlflow: { ...MLFLOW, version } };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], env, facts });
    expect(finding?.why).toBe(`no login is configured: ${RUNS} (${by}), and ${DATA}`);
  });

  it.each([
    ["3.11.1", {}],
    ["3.17.0", {}],
    ["3.18.0", {}],
    ["3.0.1", {}],
    // Code by a web page of somebody here is not code by whoever reaches the port.
    ["3.9.0", {}],
    ["3.17.2", { [SCORERS]: "false" }],
    // gunicorn serves no Assistant.
    ["3.17.0", { [ASSISTANT]: "true", MLFLOW_GUNICORN_OPTS: "-t 5" }],
    ["3.17.2", { [SCORERS]: "true", [JOBS]: "false" }],
    ["3.17.2", { [SCORERS]: "untrue" }],
    ["3.17.2", { [SCORERS]: "10" }],
    [null, {}],
  ])("does not say so of MLflow %s with %j", (version, env) => {
    const facts = { mlflow: version === null ? null : { ...MLFLOW, version } };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], env, facts });
    expect(finding?.why).toBe(`no login is configured: anyone who reaches the port can ${DATA}`);
  });

  it("says so in the opt-out, too", () => {
    const waiver = ["--guard-unsafe", RULE, "--guard-reason", "x", "--guard-until", "2026-12-01"];
    const facts = { mlflow: { ...MLFLOW, version: "3.16.1" } };
    const { waived } = decisionOf({ words: ["--host", "0.0.0.0", ...waiver], facts });
    expect(waived.map(({ finding }) => finding.why)).toEqual([expect.stringContaining(RUNS)]);
  });
});
