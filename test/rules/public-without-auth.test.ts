import { describe, expect, it } from "vitest";
import { findingsOf, STRONG } from "../support/world.ts";

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
      '--host (command line) "nowhere" is reachable from other machines: "nowhere" does not resolve, port 5000',
    ],
    [
      ["--host", "127.0.0.1", "--allowed-hosts", "ml.example"],
      '--allowed-hosts (command line) "ml.example" is reachable from other machines: 127.0.0.1, port 5000',
    ],
  ])("says for %j what is open, and where", (words, what) => {
    expect(findingsOf(RULE, { words })[0]?.what).toBe(what);
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

  it("names no tunnel to a container, and how to make the secrets from outside of it", () => {
    const facts = { container: { inside: true, ownInterfaces: true }, cwd: "/data" };
    const [finding] = findingsOf(RULE, { words: ["--host", "0.0.0.0"], facts });
    expect(finding?.fix.slice(2)).toMatchObject([
      {
        kind: "docker",
        text: expect.stringContaining("docker run --rm -v VOLUME:/data IMAGE init"),
      },
      { kind: "docker", text: expect.stringContaining("docs/container.md") },
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
});
