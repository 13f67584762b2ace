import { findOption } from "../../mlflow/options.ts";
import { hasPassword } from "../../secrets/secret.ts";
import type { Rule } from "../types.ts";

export const secretOnCommandLine: Rule = {
  id: "secret-on-command-line",
  title: "A password stands on the command line",
  why: "every user of this machine sees it in the process list, and the shell keeps it in its history",
  check: ({ intent }) =>
    [...intent.options].flatMap(([name, { value, origin }]) => {
      const option = findOption(name);
      if (origin.kind !== "flag" || !option?.secret || !hasPassword(String(value))) return [];
      return [
        {
          severity: "warning",
          what: `--${name} (command line) holds a password`,
          origin,
          repairs: [{ drop: [name] }],
          notes: [{ kind: "note", text: `set ${option.env} or ${option.env}_FILE first` }],
        },
      ];
    }),
};
