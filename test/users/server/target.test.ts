import { describe, expect, it } from "vitest";
import type { RunningState } from "../../../src/launch/private/state-file.ts";
import { readTarget } from "../../../src/users/server/target.ts";

const NOTHING = { trackingUri: undefined, port: undefined, states: { here: [], elsewhere: [] } };

/** A server of this user, as its launcher's state file tells it. */
function running(more: Partial<RunningState>): RunningState {
  return {
    ...{ schemaVersion: 1, pid: 7, started: "1", phase: "ready", address: "127.0.0.1" },
    ...{ port: 5077, prefix: "", tls: false, cwd: "/work", place: "1:2" },
    url: "http://192.168.1.20:5077",
    ...more,
  } as RunningState;
}

describe("MLFLOW_PORT", () => {
  const asked = (port: string) => readTarget(undefined, { ...NOTHING, port });

  it("is the port of the server that is asked", () => {
    expect(asked("5001")).toMatchObject({ target: { base: "http://127.0.0.1:5001" } });
    expect(asked("65535")).toMatchObject({ target: { base: "http://127.0.0.1:65535" } });
    expect(asked("")).toMatchObject({ target: { base: "http://127.0.0.1:5000" } });
  });

  it.each([
    "tcp://10.0.0.7:5000",
    "udp://10.0.0.7:53",
  ])("is none where Kubernetes sets it for a Service: %s", (link) => {
    expect(asked(link)).toMatchObject({ target: { base: "http://127.0.0.1:5000" } });
  });

  it.each([
    "http",
    "5000x",
    "x5000",
    "65536",
    "000080",
    "1@evil.example",
  ])("that is none is named: %s", (port) => {
    expect(asked(port)).toEqual({
      problem: {
        what: "MLFLOW_PORT is no port",
        fix: "name the server: --url http://127.0.0.1:5000",
      },
    });
    const url = "http://127.0.0.1:5002";
    expect(readTarget(url, { ...NOTHING, port })).toMatchObject({ target: { base: url } });
  });
});

describe("a server that was started here", () => {
  const one = running({});

  it("is the one that is asked, and other people get the address of its ready line", () => {
    const states = {
      here: [one],
      elsewhere: [running({ port: 6000, url: "http://10.0.0.9:6000" })],
    };
    expect(readTarget(undefined, { ...NOTHING, port: "1", states })).toEqual({
      target: {
        base: "http://127.0.0.1:5077",
        client: "http://192.168.1.20:5077",
        clearText: false,
        loopback: false,
        named: "nobody",
        launchers: [...states.here, ...states.elsewhere],
      },
    });
  });

  it("is asked below its prefix, and under the name of its certificate", () => {
    const asked = (state: RunningState) =>
      readTarget(undefined, { ...NOTHING, states: { here: [state], elsewhere: [] } });
    const below = { prefix: "/ml", url: "http://192.168.1.20:5077/ml" };
    expect(asked(running(below))).toMatchObject({ target: { base: "http://127.0.0.1:5077/ml" } });
    const secured = { tls: true, url: "https://ml.example:5077" };
    expect(asked(running(secured))).toMatchObject({ target: { base: "https://ml.example:5077" } });
  });

  it.each([
    ["http://127.0.0.1:5077", "http://192.168.1.20:5077"],
    ["http://localhost:5077", "http://192.168.1.20:5077"],
    ["http://127.0.0.1:5078", "http://127.0.0.1:5078"],
    ["http://10.0.0.1:5077", "http://10.0.0.1:5077"],
    ["http://127.0.0.1", "http://ml.example"],
    ["https://127.0.0.1", "https://ml.example"],
  ])("is known by its port on this machine, wherever it was started: %s", (url, client) => {
    const usual = [
      running({ port: 80, url: "http://ml.example" }),
      running({ port: 443, url: "https://ml.example" }),
    ];
    const states = { here: [], elsewhere: [one, ...usual] };
    expect(readTarget(url, { ...NOTHING, states })).toMatchObject({
      target: { base: url, client },
    });
    expect(readTarget(undefined, { ...NOTHING, trackingUri: url, states })).toMatchObject({
      target: { base: url, client },
    });
  });

  it("is not guessed where there are two", () => {
    const states = { here: [one, running({ port: 5078 })], elsewhere: [] };
    expect(readTarget(undefined, { ...NOTHING, states })).toEqual({
      problem: {
        what: "more than one server runs in this working directory: http://127.0.0.1:5077, http://127.0.0.1:5078",
        fix: "name the one that is meant: --url http://127.0.0.1:5077",
      },
    });
    expect(readTarget("http://127.0.0.1:5078", { ...NOTHING, states })).toHaveProperty("target");
  });

  it("is not asked where it was started elsewhere and nobody named it", () => {
    const states = { here: [], elsewhere: [one] };
    expect(readTarget(undefined, { ...NOTHING, states })).toMatchObject({
      target: { base: "http://127.0.0.1:5000", client: "http://127.0.0.1:5000" },
    });
  });
});

describe("a server that is named without a scheme", () => {
  const fixOf = (url: string) => {
    const read = readTarget(url, NOTHING);
    return "problem" in read ? read.problem.fix : null;
  };

  it.each([
    "10.17.0.1:5000",
    "localhost:5001",
    "ml.example.com",
    "ml.example.com:80/",
    "[::1]:5000",
  ])("is named by that very URL: %s", (text) => {
    expect(fixOf(text)).toBe(`name the server: --url http://${text}`);
  });

  it.each([
    "hunter2",
    "admin:1234",
    "ada:hunter2@ml.example.com",
    "ml.example.com?hunter2=1",
    "ml.example.com:99999",
  ])("is not repeated where it may be or hold a password, or is none: %s", (text) => {
    expect(fixOf(text)).toBe("name the server: --url http://127.0.0.1:5000");
  });
});

describe("the server that is asked", () => {
  it.each([
    [undefined, undefined, "http://127.0.0.1:5000", true, "nobody"],
    [undefined, "", "http://127.0.0.1:5000", true, "nobody"],
    [undefined, "https://ml.example.com/ml/", "https://ml.example.com/ml", false, "variable"],
    ["http://127.0.0.1/a//", undefined, "http://127.0.0.1/a", true, "typed"],
    ["http://[::1]:5001", "http://other", "http://[::1]:5001", true, "typed"],
    ["http://localhost", undefined, "http://localhost", true, "typed"],
  ] as const)("is %j, else %j: %s", (option, trackingUri, base, loopback, named) => {
    const clearText = false;
    expect(readTarget(option, { ...NOTHING, trackingUri })).toEqual({
      target: { base, client: base, loopback, clearText, named, launchers: [] },
    });
  });

  it("is at the port of the environment, where nothing else is named", () => {
    const { target } = readTarget(undefined, { ...NOTHING, port: "5077" }) as never;
    expect(target).toMatchObject({ base: "http://127.0.0.1:5077" });
  });

  it.each([
    "http://10.0.0.7:5000",
    "http://mlflow",
    "http://localhost.example.com",
    "http://[fd00::1]",
  ])("would get a password in clear text: %s", (url) => {
    expect(readTarget(url, NOTHING)).toMatchObject({ target: { clearText: true } });
  });

  it.each([
    "sqlite:///mlflow.db",
    "databricks",
    "./mlruns",
    "postgresql://u:hunter2@db/x",
    "http://u:hunter2@host",
    "http://hunter2@host",
    "http://host:x",
    "http://host/?token=hunter2",
    "http://host/#hunter2",
  ])("is never %s, and nothing of it is repeated", (url) => {
    const read = readTarget(undefined, { ...NOTHING, trackingUri: url });
    expect(read).toMatchObject({
      problem: { what: expect.stringMatching(/^MLFLOW_TRACKING_URI /) },
    });
    expect(JSON.stringify(read)).not.toMatch(/hunter2|mlflow\.db/);
    expect(read).toMatchObject({
      problem: { fix: "name the server: --url http://127.0.0.1:5000" },
    });
    expect(readTarget(url, NOTHING)).toMatchObject({
      problem: { what: expect.stringMatching(/^--url /) },
    });
  });
});
