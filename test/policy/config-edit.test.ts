import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAuthConfig } from "../../src/facts/files/accounts.ts";
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
  return { fixes: finding?.fix ?? [], why: finding?.why, config: authConfig };
}

for (const shell of SHELLS)
  describe(`the fix of an authorization config, pasted into ${shell}`, needs(shell), () => {
    it.each([
      ["one sign", "admin_password = 50%off", "admin_password = 50%%off"],
      ["several", "admin_password = a%b%c%", "admin_password = a%%b%%c%%"],
      ["one beside a doubled one", "read_database_uri=x%%y%z", "read_database_uri=x%%y%%z"],
      ["three in a row", "admin_username : a%%%b", "admin_username : a%%%%b"],
      ["one in a URI", "read_database_uri = postgresql://ada:x%40y@db/z", undefined],
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

  it("of a config that is not there, or cannot be read, which says so", () => {
    const why = "the file that says who gets in and what each account may do could not be read";
    const missing = `name the file that is meant: ${NAME}=FILE; a relative one is looked for in the working directory`;
    expect(fixesOf("none.ini")).toMatchObject({ why, fixes: [{ kind: "note", text: missing }] });
    writeFileSync(join(cwd, "latin.ini"), Buffer.from([0x5b, 0xe4, 0x5d]));
    const plain = "make it a plain text file in UTF-8 of at most 1 MiB that this user can read";
    expect(fixesOf("latin.ini")).toMatchObject({ why, fixes: [{ kind: "note", text: plain }] });
  });

  it("and one that names a function alone may go, as one whose accounts are named apart", () => {
    const other = "authorization_function = open:f\n";
    writeFileSync(join(cwd, "h.ini"), `[mlflow]\n${other}`);
    expect(fixesOf("h.ini").fixes[0]?.text).toContain(`env ${NAME}= `);
    writeFileSync(join(cwd, "i.ini"), PLAIN + other);
    const apart = { MLFLOW_GUARD_AUTH_DATABASE_URI: "sqlite:///accounts.db" };
    expect(fixesOf("i.ini", apart).fixes[0]?.text).toContain(`env ${NAME}= `);
  });
});
