import type { Facts } from "../facts/types.ts";
import type { ServerIntent } from "../intent/types.ts";
import { readExposure } from "./exposure/exposure.ts";
import { readLogin } from "./login/login.ts";
import { RULES, WAIVABLE } from "./registry.ts";
import { settingWithoutEffect, waiverWithoutEffect } from "./rules/setting-without-effect.ts";
import type { Hit, Rule, Waiver, World } from "./types.ts";
import { readWaivers } from "./waivers.ts";

export interface RuleHit {
  readonly rule: Rule;
  readonly hit: Hit;
}

/** What all rules say, parted by what the operator waived. */
export interface Judged {
  readonly waivers: readonly Waiver[];
  readonly open: readonly RuleHit[];
  readonly waived: readonly RuleHit[];
}

export function readWorld(intent: ServerIntent, facts: Facts): World {
  const exposure = readExposure(intent, facts);
  const exposed = exposure.level !== "loopback";
  const login = readLogin(intent, facts, exposed);
  const waivers = readWaivers(intent, facts, WAIVABLE);
  return { intent, facts, exposure, exposed, login, waivers };
}

/** Asks every rule. */
export function judge(world: World): Judged {
  const { waivers } = world.waivers;
  const found = RULES.flatMap((rule) => rule.check(world).map((hit) => ({ rule, hit })));
  const unused = waivers.filter((waiver) => !found.some((entry) => waives(waiver, entry)));
  const hits = [
    ...found,
    ...unused.map((waiver) => ({ rule: settingWithoutEffect, hit: waiverWithoutEffect(waiver) })),
  ];
  const isWaived = (entry: RuleHit) => waivers.some((waiver) => waives(waiver, entry));
  return {
    waivers,
    open: hits.filter((entry) => !isWaived(entry)),
    waived: hits.filter(isWaived),
  };
}

export function errorsOf({ open }: Judged): readonly Hit[] {
  return open.map(({ hit }) => hit).filter(({ severity }) => severity === "error");
}

function waives(waiver: Waiver, { rule, hit }: RuleHit): boolean {
  return hit.severity === "error" && waiver.rule === rule.id;
}
