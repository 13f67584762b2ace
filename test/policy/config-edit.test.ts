import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAuthConfig } from "../../src/facts/accounts.ts";
import { ASKING_FUNCTION } from "../../src/intent/auth-config.ts";
import { needs } from "../support/needs.ts";
import { paste, SHELLS } from "../support/shells.ts";
import { findingsOf, intentOf, STRONG } from "../support/world.ts";

const NAME = "MLFLOW_AUTH_CONFIG_PATH";
const PLAIN = "[mlflow]\ndatabase_uri = sqlite:///accounts.db\n";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "guard config; "));
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** The fixes of that config. */
function fixesOf(file: string, more: Record<string, string> = {}) {
  const env = { [NAME]: file, ...more };
  const authConfig = readAuthConfig(intentOf({ env }).intent, cwd);
  const words = ["--host", "0.0.0.0"];
  const [finding, ...rest] = findingsOf("auth-ineffective", {
    ...{ words, env, facts: { ...STRONG, authConfig } },
  });
  expect(rest).toEqual([]);
  return { fixes: finding?.fix ?? [], config: authConfig };
}

for (const shell of SHELLS)
  describe(`the fix of an authorization config, pasted into ${shell}`, needs(shell), () => {
    it.each([
      ["one sign", "admin_password = 50%off", "admin_password = 50%%off"],
      ["several", "admin_password = a%b%c%", "admin_password = a%%b%%c%%"],
      ["one beside a doubled one", "database_uri=x%%y%z", "database_uri=x%%y%%z"],
      ["three in a row", "admin_username : a%%%b", "admin_username : a%%%%b"],
      ["one in a URI", "database_uri = postgresql://ada:x%40y@db/z", undefined],
    ])("doubles %s in that line alone", (_what, line, expected) => {
      const [before, after] = [`${PLAIN}# 7% of it\n`, "\ndefault_permission = READ\n"];
      writeFileSync(join(cwd, "a'b.ini"), `${before}${line}${after}`, { mode: 0o600 });
      const { fixes } = fixesOf("a'b.ini");
      expect(fixes.map(({ kind }) => kind)).toEqual(["shell"]);
      const [edit = "", start] = (fixes[0]?.text ?? "").split(" && ");
      expect(start).toBe("mlflow-guard server --host 0.0.0.0");
      expect(paste(shell, edit, { cwd })).toEqual({ code: 0, stdout: "", stderr: "" });
      const text = readFileSync(join(cwd, "a'b.ini"), "utf8");
      expect(text).toBe(`${before}${expected ?? line.replace("%", "%%")}${after}`);
      expect(statSync(join(cwd, "a'b.ini")).mode & 0o777).toBe(0o600);
      expect(fixesOf("a'b.ini").config.problems).toEqual([]);
    });

    it("makes another function a comment, and leaves the accounts where they are", () => {
      writeFileSync(join(cwd, "f.ini"), `${PLAIN}Authorization_Function = open:f\nx = 5%\n`);
      const text = fixesOf("f.ini").fixes[0]?.text ?? "";
      const edits = text.split(" && ").slice(0, -1).join(" && ");
      expect(paste(shell, edits, { cwd }).code).toBe(0);
      const { fixes, config } = fixesOf("f.ini");
      expect(fixes).toEqual([]);
      expect(config.values.get("database_uri")).toBe("sqlite:///accounts.db");
      expect(config.values.get("authorization_function")).toBe(ASKING_FUNCTION);
      expect(config.values.get("x")).toBe("5%");
    });
  });

describe("no fix moves the accounts", () => {
  it.each([
    ["a line that is not plain", `${PLAIN}  x\n`],
    ["one beside a sign", `${PLAIN}x = 5%\n  x\n`],
    ["accounts in a line that is not plain", "[mlflow]\n database_uri = sqlite:///accounts.db\n"],
    ["a reference, which doubling would change", `${PLAIN}admin_password = %(database_uri)s\n`],
    ["accounts in another section", "[MLflow]\nDATABASE_URI = sqlite:///accounts.db\n"],
  ])("of a config with %s", (_what, text) => {
    writeFileSync(join(cwd, "g.ini"), text);
    expect(fixesOf("g.ini").fixes).toMatchObject([{ kind: "note" }]);
  });

  it("of a config that cannot be read", () => {
    expect(fixesOf("none.ini").fixes).toMatchObject([{ kind: "note" }]);
  });

  it("and one without accounts of its own may go, as one whose accounts are named apart", () => {
    writeFileSync(join(cwd, "h.ini"), "[mlflow]\n  x\n");
    expect(fixesOf("h.ini").fixes[0]?.text).toContain(`env ${NAME}= `);
    writeFileSync(join(cwd, "i.ini"), `${PLAIN}  x\n`);
    const apart = { MLFLOW_GUARD_AUTH_DATABASE_URI: "sqlite:///accounts.db" };
    expect(fixesOf("i.ini", apart).fixes[0]?.text).toContain(`env ${NAME}= `);
  });
});
