import { describe, expect, it } from "vitest";
import { GUARD_OPTIONS } from "../../src/intent/argv/guard-options.ts";
import { MLFLOW_OPTIONS } from "../../src/mlflow/options/options.ts";
import { makeFolder, runGuard } from "../support/guard.ts";

/** Values with a user, a password and parameters, in the shapes that people paste into the wrong option. */
const PASTED = [
  "postgresql://USRNAM@corp:PASWRD@hst/dbn?qry=QRYVAL",
  "http://USRNAM:PASWRD@hst:5000/p?q=QRYVAL#QRYVAL",
  "USRNAM:PASWRD@hst/db",
];

const OPTIONS = [
  ...MLFLOW_OPTIONS.map(({ name }) => name),
  ...GUARD_OPTIONS.map(({ name }) => name),
];

describe("a value with a password in the wrong option", () => {
  it.each(OPTIONS)("is not shown by check, as text or JSON: --%s", async (name) => {
    const cwd = makeFolder();
    const ended = await Promise.all(
      PASTED.flatMap((value) =>
        ["text", "json"].map((format) =>
          runGuard(["check", "--format", format, `--${name}=${value}`], { cwd }),
        ),
      ),
    );
    for (const { stdout, stderr } of ended)
      expect(`${stdout}${stderr}`).not.toMatch(/USRNAM|PASWRD|QRYVAL/);
  });
});
