import { mergeRepairs } from "./command.ts";
import { BASIC_AUTH } from "./login.ts";
import { paste } from "./paste.ts";
import { loginOfMlflow } from "./secret-repair.ts";
import type { Hit, Repair, World } from "./types.ts";
import { errorsOf, judge, readWorld } from "./world.ts";

/** More than any refusal needs: each round clears at least one rule. */
const ROUNDS = 12;

type Choice = (hit: Hit) => Repair | undefined;

/** What keeps most of what was asked for; else what is safest. */
const CHOICES: readonly Choice[] = [
  ({ repairs, remedy }) => remedy ?? repairs.at(-1),
  ({ repairs }) => repairs[0],
];

/** The one repair that turns a refusal into a start; null where nothing is refused, or no command can do it. */
export function remedyOf(world: World, errors: readonly Hit[]): Repair | null {
  if (errors.length === 0) return null;
  for (const choose of CHOICES) {
    const repairs = errors.map(choose);
    if (!isWhole(repairs)) continue;
    const remedy = leadingToStart(world, mergeRepairs(repairs));
    if (remedy) return remedy;
  }
  return null;
}

/**
 * The repair together with all that its command would be refused for next, decided again after each step.
 * @returns null where no command leads to a start.
 */
export function leadingToStart(world: World, repair: Repair): Repair | null {
  for (const choose of CHOICES) {
    const whole = follow(world, repair, choose);
    if (whole) return whole;
  }
  return null;
}

function follow(world: World, first: Repair, choose: Choice): Repair | null {
  const typedWrong = paste(world, {}).problems.length;
  let repair = withMlflow(world, first);
  for (let round = 0; round < ROUNDS; round++) {
    const { intent, facts, problems } = paste(world, repair);
    const next = readWorld(intent, facts);
    const wrong = problems.length > typedWrong;
    const more = wrong ? [rescue(next)] : errorsOf(judge(next)).map(choose);
    if (more.length === 0) return repair;
    if (!isWhole(more)) return null;
    repair = mergeRepairs([repair, ...more]);
  }
  return null;
}

/** Without any MLflow what is refused now would end once it is allowed. */
function withMlflow(world: World, repair: Repair): Repair {
  const refused = !world.facts.mlflow && errorsOf(judge(world)).length > 0;
  return refused ? mergeRepairs([repair, { managed: true }]) : repair;
}

/** An app that the MLflow of the command does not have gives way to MLflow's own login, and that to a whole MLflow. */
function rescue(next: World): Repair | undefined {
  const { app } = next.login;
  const has = next.facts.mlflow?.apps.some(({ name }) => name === app) ?? true;
  if (app === null || has) return undefined;
  return app === BASIC_AUTH ? { managed: true } : loginOfMlflow(next);
}

function isWhole(repairs: readonly (Repair | undefined)[]): repairs is Repair[] {
  return repairs.every((repair) => repair !== undefined);
}
