import type { UnusableFile } from "../../facts/types.ts";
import { readVariable } from "../../intent/environment/environment.ts";
import type { ServerIntent } from "../../intent/types.ts";
import { ADMIN_PASSWORD, SECRET_KEY } from "../../secrets/names.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import type { Fix, Hit, Repair, Rule } from "../types.ts";

export const secretFileUnusable: Rule = {
  id: "secret-file-unusable",
  title: "A secret file cannot be used",
  severities: ["error"],
  why: "a secret that is missing or garbled must stop the start, not lead to a default",
  check: ({ intent, facts }) =>
    facts.unusableFiles.map((file) => hit(file, intent, facts.container.inside)),
};

/** Nothing inside of a container can fix what is mounted into it. */
const MOUNTED: Fix = {
  kind: "docker",
  text: "a mounted file is fixed outside: one line, owned or readable by the user of the container",
};

function hit(file: UnusableFile, intent: ServerIntent, inContainer: boolean): Hit {
  return {
    severity: "error",
    what: `${describeOrigin(file.origin)}: ${file.what}`,
    origin: file.origin,
    // Without the file that names it, MLflow would start with another store.
    repairs: namesData(file.origin.name) ? [] : [repairOf(file, intent)],
    notes: [...(inContainer ? [MOUNTED] : []), { kind: "note", text: file.fix }],
  };
}

function namesData(name: string): boolean {
  return /_(?:URI|ROOT|DESTINATION)_FILE/.test(name);
}

/** What `init` can make takes the file's place, and that of a line of the env file that names one. */
function repairOf({ origin: { name, kind } }: UnusableFile, intent: ServerIntent): Repair {
  const secret = [SECRET_KEY, ADMIN_PASSWORD].find((one) => name === `${one}_FILE`);
  const bothSet = secret && readVariable(intent.environment, secret) !== undefined;
  if (!secret || bothSet) return { blank: [name] };
  const rotate = intent.beneath.has(name) ? [secret] : [];
  return { init: true, rotate, ...(kind === "env" ? { blank: [name] } : {}) };
}
