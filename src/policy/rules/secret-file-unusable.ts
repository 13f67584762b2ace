import type { UnusableFile } from "../../facts/types.ts";
import { ADMIN_PASSWORD, SECRET_KEY } from "../../secrets/names.ts";
import { describeOrigin } from "../exposure.ts";
import type { Hit, Rule } from "../types.ts";

export const secretFileUnusable: Rule = {
  id: "secret-file-unusable",
  title: "A secret file cannot be used",
  why: "a secret that is missing or garbled must stop the start, not lead to a default",
  check: ({ facts }) => facts.unusableFiles.map(hit),
};

function hit(file: UnusableFile): Hit {
  const name = file.origin.name;
  const created = [SECRET_KEY, ADMIN_PASSWORD].some((secret) => name === `${secret}_FILE`);
  const bothSet = file.what.includes("both set");
  return {
    severity: "error",
    what: `${describeOrigin(file.origin)}: ${file.what}`,
    origin: file.origin,
    repairs: [{ blank: [name], ...(created && !bothSet ? { init: true } : {}) }],
    notes: [{ kind: "note", text: file.fix }],
  };
}
