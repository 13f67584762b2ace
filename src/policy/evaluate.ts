import type { Facts } from "../facts/types.ts";
import type { ServerIntent } from "../intent/types.ts";
import { renderRepair } from "./repair/command.ts";
import { Remedies } from "./repair/remedy.ts";
import { loginOfMlflow } from "./repair/secret-repair.ts";
import type { Decision, Finding, Fix, Repair, Severity, World } from "./types.ts";
import { errorsOf, judge, type RuleHit, readWorld } from "./world.ts";

const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** Decides on what was asked, given what was found. All findings at once, errors first. */
export function evaluate(intent: ServerIntent, facts: Facts): Decision {
  const world = readWorld(intent, facts);
  const judged = judge(world);
  const errors = errorsOf(judged);
  const remedies = new Remedies(world, errors);
  const remedy = remedies.ofAll();
  return {
    verdict: errors.length > 0 ? "refuse" : "allow",
    exposure: world.exposure,
    login: world.login,
    findings: ORDER.flatMap((severity) =>
      judged.open
        .filter(({ hit }) => hit.severity === severity)
        .map((entry) => dress(world, remedies, entry)),
    ),
    waived: judged.waived.flatMap((entry) =>
      judged.waivers
        .filter(({ rule }) => rule === entry.rule.id)
        .slice(0, 1)
        .map((waiver) => ({ ...waiver, finding: dress(world, remedies, entry) })),
    ),
    remedy: remedy ? [renderRepair(world, remedy)] : [],
  };
}

/** The command of the user, with the managed MLflow installed first. */
export function withManagedMlflow(intent: ServerIntent, facts: Facts): string {
  return changedBy(readWorld(intent, facts), { managed: true });
}

/** The command of the user, with MLflow's own login. */
export function withBasicAuth(intent: ServerIntent, facts: Facts): string {
  const world = readWorld(intent, facts);
  return changedBy(world, loginOfMlflow(world));
}

function changedBy(world: World, repair: Repair): string {
  const remedies = new Remedies(world, errorsOf(judge(world)));
  return renderRepair(world, remedies.leadingToStart(repair) ?? repair);
}

function dress(world: World, remedies: Remedies, { rule, hit }: RuleHit): Finding {
  let fix: Fix[] | undefined;
  return {
    id: rule.id,
    severity: hit.severity,
    title: rule.title,
    what: hit.what,
    why: hit.why ?? rule.why,
    // What a refusal does not print need not be known: its commands are followed to a start when they are asked for.
    get fix() {
      fix ??= [...commandsOf(world, remedies, hit.repairs), ...(hit.notes ?? [])];
      return fix;
    },
    origin: hit.origin,
    waivable: rule.waivable ?? false,
    docs: `docs/rules/${rule.id}.md`,
  };
}

/** Each repair with what else its command would meet; one that leads to no start is no command to paste. */
function commandsOf(world: World, remedies: Remedies, repairs: RuleHit["hit"]["repairs"]): Fix[] {
  const whole = repairs.map((repair) => remedies.leadingToStart(repair));
  const commands = whole.flatMap((repair) => (repair ? [renderRepair(world, repair)] : []));
  const partial = repairs.filter((_repair, at) => whole[at] === null);
  return [
    ...[...new Set(commands)].map((text): Fix => ({ kind: "shell", text })),
    ...partial.map(
      (repair): Fix => ({
        kind: "note",
        text: `once the other errors are fixed: ${renderRepair(world, repair)}`,
      }),
    ),
  ];
}
