import type { UnusableFile } from "../../facts/types.ts";
import { ADMIN_PASSWORD, SECRET_KEY } from "../../secrets/names.ts";
import { describeOrigin } from "../exposure.ts";
import type { Fix, Hit, Rule } from "../types.ts";

export const secretFileUnusable: Rule = {
  id: "secret-file-unusable",
  title: "A secret file cannot be used",
  why: "a secret that is missing or garbled must stop the start, not lead to a default",
  check: ({ facts }) => facts.unusableFiles.map((file) => hit(file, facts.container.inside)),
};

/** Nothing inside of a container can mend what is mounted into it. */
const MOUNTED: Fix = {
  kind: "docker",
  text: "a mounted file is mended outside: one line, owned or readable by the user of the container",
};

function hit(file: UnusableFile, inContainer: boolean): Hit {
  const name = file.origin.name;
  const created = [SECRET_KEY, ADMIN_PASSWORD].some((secret) => name === `${secret}_FILE`);
  const bothSet = file.what.includes("both set");
  return {
    severity: "error",
    what: `${describeOrigin(file.origin)}: ${file.what}`,
    origin: file.origin,
    // Without the file that names it, MLflow would start with another store.
    repairs: namesData(name)
      ? []
      : [{ blank: [name], ...(created && !bothSet ? { init: true } : {}) }],
    notes: [...(inContainer ? [MOUNTED] : []), { kind: "note", text: file.fix }],
  };
}

function namesData(name: string): boolean {
  return /_(?:URI|ROOT|DESTINATION)_FILE$/.test(name);
}
