import { describe, expect, it } from "vitest";
import { findingsOf } from "../support/world.ts";

const RULE = "secret-file-readable";

function withFile(othersRead: boolean, othersWrite: boolean, file = "/home/ada/project/.env") {
  return { files: [{ file, othersRead, othersWrite }] };
}

describe(RULE, () => {
  it.each([
    ["read", "warning", withFile(true, false)],
    ["written", "error", withFile(true, true)],
    ["written", "error", withFile(false, true)],
  ])("speaks when others can have it %s (%s)", (verb, severity, facts) => {
    const [finding] = findingsOf(RULE, { facts });
    const file = "/home/ada/project/.env";
    expect(finding).toMatchObject({
      severity,
      what: `${file} can be ${verb} by other users`,
      origin: { kind: "file", name: "mode", file },
    });
    expect(finding?.fix[0]?.text).toBe("chmod 600 /home/ada/project/.env && mlflow-guard server");
  });

  it("quotes the file", () => {
    const [finding] = findingsOf(RULE, { facts: withFile(true, false, "/home/ada/my files/.env") });
    expect(finding?.fix[0]?.text).toContain("chmod 600 '/home/ada/my files/.env'");
  });

  it("is silent for a file of one's own", () => {
    expect(findingsOf(RULE, { facts: withFile(false, false) })).toEqual([]);
  });
});
