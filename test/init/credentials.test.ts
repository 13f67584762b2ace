import { describe, expect, it } from "vitest";
import { withAccount } from "../../src/init/credentials.ts";

const ADA = { user: "ada", password: "pass%word:=#;1" };
const OWN = "mlflow_tracking_username = ada\nmlflow_tracking_password = pass%%word:=#;1\n";

const write = (old: string, replace = false) => withAccount(old, ADA, replace, "again");

describe("a credentials file", () => {
  it.each([
    ["nothing", "", `[mlflow]\n${OWN}`],
    ["another section", "[other]\na = 1\n", `[other]\na = 1\n[mlflow]\n${OWN}`],
    ["no newline at its end", "[other]\na = 1", `[other]\na = 1\n[mlflow]\n${OWN}`],
    ["an empty section", "[mlflow]\n[b]\nx=1\n", `[mlflow]\n${OWN}[b]\nx=1\n`],
    [
      "the same account, in another spelling",
      "[mlflow]\nMLFLOW_Tracking_Username: ada\nmlflow_tracking_password=old\n# kept\nother = 1\n",
      `[mlflow]\n${OWN}# kept\nother = 1\n`,
    ],
    [
      "the keys in another section",
      "[a]\nmlflow_tracking_username = bob\n",
      `[a]\nmlflow_tracking_username = bob\n[mlflow]\n${OWN}`,
    ],
    ["Windows line ends", "[a]\r\nb = 1\r\n", `[a]\nb = 1\n[mlflow]\n${OWN}`],
  ])("gets the account where there is %s", (_what, old, expected) => {
    expect(write(old)).toBe(expected);
    expect(write(expected)).toBe(expected);
  });

  it("keeps another person's account unless it may go", () => {
    const old = "[mlflow]\nmlflow_tracking_username = bob\nmlflow_tracking_password = x\n";
    expect(() => write(old)).toThrow('holds the account "bob" already');
    expect(write(old, true)).toBe(`[mlflow]\n${OWN}`);
  });

  it.each([
    ["two sections", "[mlflow]\n[a]\n[mlflow]\n", "two sections"],
    ["a byte order mark", "\ufeff[a]\nb = 1\n", "no plain text"],
    ["a lone carriage return", "[a]\rb = 1\n", "no plain text"],
    ["a blank before a section", "[a]\n [mlflow]\n", "indented lines"],
    ["a value over two lines", "[mlflow]\na = 1\n  2\n", "indented lines"],
  ])("is left alone with %s", (_what, old, reason) => {
    expect(() => write(old)).toThrow(reason);
  });

  it("may have indented lines elsewhere, and indented comments", () => {
    expect(write("[a]\nb = 1\n  2\n[mlflow]\n  # c\n")).toBe(
      `[a]\nb = 1\n  2\n[mlflow]\n${OWN}  # c\n`,
    );
  });

  it.each([
    ["", "x"],
    ["ada", ""],
    ["ada", " x"],
    ["ada", "x "],
    ["ada", "a\nb"],
    ["a\nb", "x"],
  ])("cannot hold the account %j with %j", (user, password) => {
    expect(() => withAccount("", { user, password }, false, "again")).toThrow("is empty, or holds");
  });
});
