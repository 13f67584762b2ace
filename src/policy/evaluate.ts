import type { Facts } from "../facts/types.ts";
import type { ServerIntent } from "../intent/types.ts";
import { mergeRepairs, renderRepair } from "./command.ts";
import { readExposure } from "./exposure.ts";
import { readLogin } from "./login.ts";
import { RULES } from "./registry.ts";
import { settingWithoutEffect, waiverWithoutEffect } from "./rules/setting-without-effect.ts";
import type { Decision, Finding, Fix, Hit, Rule, Severity, Waiver, World } from "./types.ts";
import { WAIVABLE } from "./waivable.ts";
import { readWaivers } from "./waivers.ts";

const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** Decides on what was asked, given what was found. All findings at once, errors first. */
export function evaluate(intent: ServerIntent, facts: Facts): Decision {
  const world = readWorld(intent, facts);
  const { waivers } = readWaivers(intent, facts, WAIVABLE);
  const found = RULES.flatMap((rule) => rule.check(world).map((hit) => ({ rule, hit })));
  const unused = waivers.filter((waiver) => !found.some((entry) => waives(waiver, entry)));
  const hits = [
    ...found,
    ...unused.map((waiver) => ({ rule: settingWithoutEffect, hit: waiverWithoutEffect(waiver) })),
  ];
  const isWaived = (entry: RuleHit) => waivers.some((waiver) => waives(waiver, entry));
  const open = hits.filter((entry) => !isWaived(entry));
  const errors = open.filter(({ hit }) => hit.severity === "error");
  return {
    verdict: errors.length > 0 ? "refuse" : "allow",
    exposure: world.exposure,
    login: world.login,
    findings: ORDER.flatMap((severity) =>
      open.filter(({ hit }) => hit.severity === severity).map((entry) => dress(world, entry)),
    ),
    waived: hits.filter(isWaived).flatMap((entry) =>
      waivers
        .filter(({ rule }) => rule === entry.rule.id)
        .slice(0, 1)
        .map((waiver) => ({ ...waiver, finding: dress(world, entry) })),
    ),
    remedy: remedyOf(world, errors),
  };
}

/** The command of the user, with the managed MLflow installed first. */
export function withManagedMlflow(intent: ServerIntent, facts: Facts): string {
  return renderRepair(readWorld(intent, facts), { managed: true });
}

interface RuleHit {
  readonly rule: Rule;
  readonly hit: Hit;
}

function waives(waiver: Waiver, { rule, hit }: RuleHit): boolean {
  return hit.severity === "error" && waiver.rule === rule.id;
}

function readWorld(intent: ServerIntent, facts: Facts): World {
  const exposure = readExposure(intent, facts);
  const exposed = exposure.level !== "loopback";
  return { intent, facts, exposure, exposed, login: readLogin(intent, facts, exposed) };
}

/** One command that turns the whole refusal into a start. */
function remedyOf(world: World, errors: readonly RuleHit[]): string[] {
  const repairs = errors
    .map(({ hit }) => hit.repairs.at(-1))
    .filter((repair) => repair !== undefined);
  return repairs.length > 0 ? [renderRepair(world, mergeRepairs(repairs))] : [];
}

function dress(world: World, { rule, hit }: RuleHit): Finding {
  const shell = hit.repairs.map(
    (repair): Fix => ({ kind: "shell", text: renderRepair(world, repair) }),
  );
  return {
    id: rule.id,
    severity: hit.severity,
    title: rule.title,
    what: hit.what,
    why: hit.why ?? rule.why,
    fix: [...shell, ...(hit.notes ?? [])],
    origin: hit.origin,
    waivable: WAIVABLE.has(rule.id),
    docs: `docs/rules/${rule.id}.md`,
  };
}
