import { describe, expect, it } from "vitest";
import { decide, UsageError } from "../src/api.ts";
import { GUARD_OPTIONS } from "../src/intent/argv/guard-options.ts";
import { MLFLOW_OPTIONS } from "../src/mlflow/options/options.ts";
import { makeFolder } from "./support/guard.ts";

/** Values with a user, a password and parameters, in the shapes that people paste into the wrong option. */
const PASTED = [
  "postgresql://USRNAM@corp:PASWRD@hst/dbn?qry=QRYVAL",
  "http://USRNAM:PASWRD@hst:5000/p?q=QRYVAL#QRYVAL",
  "mssql+pyodbc:///?odbc_connect=DRIVER%3DX%3BUID%3DUSRNAM%3BPWD%3DPASWRD",
  "USRNAM:PASWRD@hst/db",
];

const OPTIONS = [...MLFLOW_OPTIONS, ...GUARD_OPTIONS].map(({ name }) => name);

describe("a value with a password in the wrong option", () => {
  it.each(OPTIONS)("is not in the answer: --%s", async (name) => {
    const cwd = makeFolder();
    for (const value of PASTED) {
      const answer = await decide([`--${name}=${value}`], {}, { cwd }).catch((error) => {
        expect(error).toBeInstanceOf(UsageError);
        return [error.message, error.problems];
      });
      expect(JSON.stringify(answer)).not.toMatch(/USRNAM|PASWRD|QRYVAL/);
    }
  });
});
