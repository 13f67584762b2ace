import { findOption } from "../../mlflow/options/options.ts";
import { mayHoldSecret } from "../../secrets/uri.ts";
import type { Rule } from "../types.ts";

export const secretOnCommandLine: Rule = {
  id: "secret-on-command-line",
  title: "A password stands on the command line",
  severities: ["warning"],
  why: "every user of this machine sees it in the process list, and the shell keeps it in its history",
  check: ({ intent }) =>
    [...intent.options].flatMap(([name, { value, origin }]) => {
      const option = findOption(name);
      if (origin.kind !== "flag" || !option?.secret || !mayHoldSecret(String(value))) return [];
      return [
        {
          severity: "warning",
          what: `--${name} (command line) may hold a password, and every user of this machine sees it`,
          origin,
          // A command that is printed takes it from its variable.
          repairs: [{}],
          notes: [{ kind: "note", text: `or put it into a file: ${option.env}_FILE` }],
        },
      ];
    }),
};
