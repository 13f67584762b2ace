import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseEnvFile } from "../../src/intent/environment/env-file.ts";
import {
  changeMode,
  exportTo,
  needing,
  newHome,
  newKeyFile,
  outputWord,
  takeOwnership,
  valueInEnvFile,
  variableWord,
} from "../../src/shell/command.ts";
import { shellQuote } from "../../src/shell/quote.ts";
import { needs } from "../support/needs.ts";
import { paste, SHELLS } from "../support/shells.ts";

/** What a shell would make something else of, if it were not quoted. */
const HOSTILE = [
  "",
  "a b",
  "it's",
  `"$HOME"`,
  "$(echo x>made)",
  "`echo x>made`",
  "a;echo x>made",
  "a&&echo x>made",
  "a|b>c<d",
  "(a)",
  "{a,b}",
  "*",
  "?",
  "[a-z]",
  "~",
  "~root",
  "=ls",
  "%self",
  "%1",
  "!!",
  "!a",
  "#a",
  "a#b",
  "a\\",
  "a\\\\b",
  "\\'",
  "'\\",
  "\\n",
  "$",
  "$$",
  "^a^b",
  "a=b",
  "-n",
  "a\nb",
  "\n\na",
  "\t",
  "\u001b[2J",
  "\u65e5\u672c",
  "gr\u00fcn \u{1f98a}",
  "\u202e%s\\",
];

const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "guard shell; "));
});
afterAll(() => rmSync(cwd, { recursive: true }));

for (const shell of SHELLS)
  describe(`pasted into ${shell}`, needs(shell), () => {
    const run = (command: string, env: Readonly<Record<string, string>> = {}) =>
      paste(shell, command, { cwd, env: { HOME: cwd, LANG: "C.UTF-8", ...env } });

    it("each word arrives as it is", () => {
      for (const word of HOSTILE) {
        const quoted = shellQuote(word);
        expect(quoted).toMatch(/^[\x20-\x7e]+$/);
        const script = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
        const command = `${process.execPath} -e '${script}' -- ${quoted} z`;
        expect([word, run(command)]).toEqual([
          word,
          { code: 0, stdout: JSON.stringify([word, "z"]), stderr: "" },
        ]);
      }
      expect(() => statSync(join(cwd, "made"))).toThrow("ENOENT");
    });

    it("each word is exported as it is", () => {
      for (const word of HOSTILE.filter((one) => one !== "")) {
        const command = `${exportTo("X", shellQuote(word))} && printenv X`;
        expect([word, run(command).stdout]).toEqual([word, `${word}\n`]);
      }
    });

    it("files are changed whatever they are called", () => {
      for (const name of HOSTILE.filter((one) => one !== "")) {
        const file = join(cwd, "f", name);
        mkdirSync(join(cwd, "f"));
        writeFileSync(file, "");
        chmodSync(file, 0o666);
        for (const path of [join("f", name), file])
          expect([path, run(changeMode("600", path))]).toEqual([
            path,
            { code: 0, stdout: "", stderr: "" },
          ]);
        expect(statSync(file).mode & 0o777).toBe(0o600);
        expect(run(takeOwnership(file))).toEqual({ code: 0, stdout: "", stderr: "" });
        rmSync(join(cwd, "f"), { recursive: true });
      }
      writeFileSync(join(cwd, "-R"), "");
      expect(run(changeMode("600", "-R"))).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(statSync(join(cwd, "-R")).mode & 0o777).toBe(0o600);
    });

    it("a variable that is needed is taken as it is, or asked for", () => {
      const command = needing("X", "first put it's value into X", exportTo("Y", variableWord("X")));
      for (const word of HOSTILE.filter((one) => one !== "")) {
        expect(run(`${command} && printenv Y`, { X: word })).toEqual({
          ...{ code: 0, stdout: `${word}\n`, stderr: "" },
        });
      }
      for (const env of [{}, { X: "" }]) {
        const { code, stdout, stderr } = run(`${command} && ${command} && echo reached`, env);
        expect([code === 0, stdout]).toEqual([false, ""]);
        expect(stderr).toContain("first put it's value into X");
      }
    });

    it("a new home is for its user alone, and is there for what follows", () => {
      const { code, stdout, stderr } = run(`${newHome()} && printenv HOME`);
      const home = stdout.trimEnd();
      expect([code, stderr]).toEqual([0, ""]);
      expect(home).toMatch(/^\/var\/tmp\/mlflow-guard-/);
      expect(statSync(home).mode & 0o777).toBe(0o700);
      rmSync(home, { recursive: true });
    });

    it("a new key is for its user alone, and replaces none", () => {
      const file = "k'e y.txt";
      expect(run(newKeyFile(file)).code).toBe(0);
      expect(statSync(join(cwd, file)).mode & 0o777).toBe(0o600);
      const key = readFileSync(join(cwd, file), "utf8");
      expect(key).toMatch(/^[\w+/=]{44}\n$/);
      expect(run(newKeyFile(file)).code).not.toBe(0);
      expect(readFileSync(join(cwd, file), "utf8")).toBe(key);
      rmSync(join(cwd, file));
    });

    it.each([
      `${PASSWORD}=right-1`,
      `  export ${PASSWORD} = right-1`,
      `${PASSWORD}="right-1"`,
      `${PASSWORD}='right-1' # not this`,
      `${PASSWORD}=right-1 # ${PASSWORD}=wrong`,
      `#${PASSWORD}=wrong\n${PASSWORD}=right-1\n# ${PASSWORD}=wrong`,
      `${PASSWORD}=wrong\n${PASSWORD}=right-1\n`,
      `OLD_${PASSWORD}=wrong\n${PASSWORD}=right-1\n${PASSWORD}_FILE=wrong\nX_${PASSWORD}=wrong`,
      `A="x ${PASSWORD}=wrong"\n${PASSWORD}=right-1\r\n`,
      `\ufeff${PASSWORD}=right-1`,
    ])("an env file shows what a server takes from it: %j", (text) => {
      const file = "env; $(x).txt";
      writeFileSync(join(cwd, file), text);
      const { entries } = parseEnvFile(Buffer.from(text), file);
      expect(entries.findLast(({ name }) => name === PASSWORD)?.value).toBe("right-1");
      const shown = valueInEnvFile(PASSWORD, file);
      const { code, stdout, stderr } = run(shown);
      expect([code, stdout.trimEnd(), stderr]).toEqual([0, "right-1", ""]);
      expect(run(`${exportTo("X", outputWord(shown))} && printenv X`).stdout).toBe("right-1\n");
    });
  });
