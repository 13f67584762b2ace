import { describe, expect, it } from "vitest";
import { INCOMPLETE_LOGINS } from "../../../src/mlflow/login/login-coverage.ts";
import { findOption, MLFLOW_OPTIONS } from "../../../src/mlflow/options/options.ts";
import { managedFolder } from "../../../src/mlflow/versions/managed.ts";
import {
  atLeast,
  has,
  inRange,
  isVersion,
  MANAGED_VERSION,
} from "../../../src/mlflow/versions/versions.ts";

describe("a version", () => {
  it.each([
    ["3.5.0", "3.5.0", true],
    ["3.10.0", "3.9.0", true],
    ["3.4.9", "3.5.0", false],
    ["3.5.0rc1", "3.5.0", false],
    ["3.5.0.dev0", "3.5.0", false],
    ["3.5.0.post1", "3.5.0", true],
    ["3.5.0+local", "3.5.0", true],
    ["0.0.1", "0", true],
    [null, "3.5.0", true],
    [null, "99", false],
  ])("%s is at least %s: %s", (version, wanted, is) => {
    expect(atLeast(version, wanted)).toBe(is);
  });

  it.each([
    ["2.20.1", "secretKeyRequired", false],
    ["2.20.2", "secretKeyRequired", true],
    ["3.2.0", "uvicornDefault", false],
    ["3.3.0", "uvicornDefault", true],
    ["3.4.0", "hostValidation", false],
    ["3.5.0", "hostValidation", true],
    ["3.16.0", "adminPasswordVariable", false],
    ["3.16.1", "adminPasswordVariable", true],
    ["3.8.1", "assistant", false],
    ["3.9.0", "assistant", true],
    ["3.9.0", "assistantBehindLogin", false],
    ["3.10.0", "assistantBehindLogin", true],
    ["3.14.0", "remoteAssistant", false],
    ["3.15.0", "remoteAssistant", true],
    ["3.17.2", "assistantSeesForwarding", false],
    ["3.18.0", "assistantSeesForwarding", true],
    ["3.7.0", "gatewaySecrets", false],
    ["3.8.0", "gatewaySecrets", true],
    ["3.17.2", "staticPrefixSafe", false],
    ["3.18.0", "staticPrefixSafe", true],
  ] as const)("%s, %s: %s", (version, capability, is) => {
    expect(has(version, capability)).toBe(is);
  });

  it.each([
    ["3.4.0", true],
    ["3.9.9", true],
    ["3.10.0", false],
    ["3.10.0rc1", true],
    ["3.3.9", false],
  ])("%s lies in [3.4.0, 3.10.0): %s", (version, is) => {
    expect(inRange(version, { from: "3.4.0", below: "3.10.0" })).toBe(is);
  });

  it.each([
    ["3.17.2", true],
    ["3.17.2rc1", true],
    ["latest", false],
    ["", false],
  ])("%j is one: %s", (text, is) => {
    expect(isVersion(text)).toBe(is);
  });
});

describe("the tables", () => {
  it("hold only versions that can be compared", () => {
    const texts = [
      ...MLFLOW_OPTIONS.map(({ since }) => since),
      ...INCOMPLETE_LOGINS.flatMap(({ from, below }) => [from, below]),
    ];
    expect(texts.filter((text) => !isVersion(text))).toEqual([]);
  });

  it("have every option once, and its variable", () => {
    const names = MLFLOW_OPTIONS.flatMap(({ name, off }) => (off ? [name, off] : [name]));
    expect(new Set(names).size).toBe(names.length);
    expect(findOption("host")).toMatchObject({ short: "h", env: "MLFLOW_HOST" });
    expect(findOption("constructor")).toBeUndefined();
  });

  it("do not hold against the managed version what is known of older ones", () => {
    expect(INCOMPLETE_LOGINS.filter((range) => inRange(MANAGED_VERSION, range))).toEqual([]);
  });
});

describe("the managed installation", () => {
  it.each([
    [{ HOME: "/h" }, `/h/.local/share/mlflow-guard/mlflow-${MANAGED_VERSION}`],
    [{ HOME: "/h", XDG_DATA_HOME: "/d" }, `/d/mlflow-guard/mlflow-${MANAGED_VERSION}`],
    [
      { HOME: "/h", XDG_DATA_HOME: "relative" },
      `/h/.local/share/mlflow-guard/mlflow-${MANAGED_VERSION}`,
    ],
    [{ HOME: "relative", XDG_DATA_HOME: "relative" }, null],
    [{ HOME: "" }, null],
    [{}, null],
  ])("of %j is %s", (environment, folder) => {
    expect(managedFolder(environment)).toBe(folder);
  });
});
