import { ADVISORIES_READ } from "../../mlflow/versions/advisories.ts";
import type { Advisory } from "../../mlflow/versions/advisory.ts";
import { MANAGED_VERSION } from "../../mlflow/versions/versions.ts";
import { advisoriesFor, fixedVersionNote } from "../advisories.ts";
import type { Rule } from "../types.ts";

/** How many are named. */
const NAMED = 6;

export const mlflowVulnerable: Rule = {
  id: "mlflow-vulnerable",
  title: "This MLflow has published weaknesses",
  severities: ["warning"],
  why: "how to use them is published as well, and servers are searched for them",
  check: (world) => {
    const { mlflow } = world.facts;
    if (!mlflow) return [];
    const found = worstFirst(advisoriesFor(world, mlflow.version));
    const [first] = found;
    if (!first) return [];
    const cleared = advisoriesFor(world, MANAGED_VERSION).length === 0;
    return [
      {
        severity: "warning",
        what: `MLflow ${mlflow.version} (${mlflow.path}) has published weaknesses: ${list(found.map(called))}; as known on ${ADVISORIES_READ}`,
        why: `the ${first.runsCode ? "worst" : "newest"}: ${first.what} (${first.source})`,
        origin: { kind: "default", name: mlflow.path },
        repairs: cleared ? [{ managed: true }] : [],
        notes: cleared ? [] : [{ kind: "note", text: fixedVersionNote(found) }],
      },
    ];
  },
};

/** What runs code, then the newest. */
function worstFirst(advisories: readonly Advisory[]): Advisory[] {
  const runs = ({ runsCode }: Advisory) => runsCode === true;
  return [...advisories.filter(runs), ...advisories.filter((one) => !runs(one))];
}

/** One that has no number yet has a name of ours. */
function called({ id }: Advisory): string {
  const [, name] = /^no-id\/(.+)$/.exec(id) ?? [];
  return name === undefined ? id : `"${name}" (it has no number)`;
}

function list(ids: readonly string[]): string {
  const more = ids.length - NAMED;
  return [ids.slice(0, NAMED).join(", "), ...(more > 0 ? [`and ${more} more`] : [])].join(" ");
}
