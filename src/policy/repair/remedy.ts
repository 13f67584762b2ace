import { foundFile } from "../found-file.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { takenOutOfGit } from "../rules/env-file-in-git.ts";
import type { Hit, Repair, World } from "../types.ts";
import { errorsOf, judge, readWorld } from "../world.ts";
import { makesSecrets, mergeRepairs } from "./command.ts";
import { paste } from "./paste.ts";
import { loginOfMlflow } from "./secret-repair.ts";

/** More than any refusal needs: each round clears at least one rule. */
const ROUNDS = 12;

/** Where the secrets go if `.env` is something else, such as a virtual environment. */
const OTHER_FILE = "secrets.env";

type Choice = (hit: Hit) => Repair | undefined;

/** What keeps most of what was asked for; else what is safest. */
const CHOICES: readonly Choice[] = [
  ({ repairs, remedy }) => remedy ?? repairs.at(-1),
  ({ repairs }) => repairs[0],
];

/** What the command of a repair would meet: the next errors, or what takes away its wrong words. */
type Next = { readonly errors: readonly Hit[] } | { readonly rescue: Repair };

/** Looks ahead for one refusal. What a repair leads to is decided once: many findings have the same one. */
export class Remedies {
  readonly #world: World;
  readonly #errors: readonly Hit[];
  #typed: number | undefined;
  readonly #next = new Map<string, Next>();
  readonly #whole = new Map<string, Repair | null>();

  /** @param errors what the world is refused for. */
  constructor(world: World, errors: readonly Hit[]) {
    this.#world = world;
    this.#errors = errors;
  }

  /** The one repair that turns the refusal into a start; null where nothing is refused, or no command can do it. */
  ofAll(): Repair | null {
    if (this.#errors.length === 0) return null;
    for (const choose of CHOICES) {
      const repairs = this.#errors.map(choose);
      const remedy = isWhole(repairs) ? this.leadingToStart(mergeRepairs(repairs)) : null;
      if (remedy) return remedy;
    }
    return null;
  }

  /**
   * The repair together with all that its command would be refused for next, decided again after each step.
   * @returns null where no command leads to a start.
   */
  leadingToStart(repair: Repair): Repair | null {
    const first = this.#complete(mergeRepairs([repair]));
    const key = JSON.stringify(first);
    const known = this.#whole.get(key);
    if (known !== undefined) return known;
    let whole: Repair | null = null;
    for (const choose of CHOICES) whole ??= this.#follow(first, choose);
    this.#whole.set(key, whole);
    return whole;
  }

  #follow(first: Repair, choose: Choice): Repair | null {
    let repair = first;
    for (let round = 0; round < ROUNDS; round++) {
      const next = this.#after(repair);
      const more = "rescue" in next ? [next.rescue] : next.errors.map(choose);
      if (more.length === 0) return repair;
      if (!isWhole(more)) return null;
      repair = this.#complete(mergeRepairs([repair, ...more]));
    }
    return null;
  }

  #after(repair: Repair): Next {
    const key = JSON.stringify(repair);
    const known = this.#next.get(key);
    if (known) return known;
    const { intent, facts, problems } = paste(this.#world, repair);
    const world = readWorld(intent, facts);
    const next =
      problems.length > this.#typedWrong()
        ? { rescue: rescue(world) }
        : { errors: errorsOf(judge(world)) };
    this.#next.set(key, next);
    return next;
  }

  /** Words that are wrong as they were typed; a start that is allowed never asks. */
  #typedWrong(): number {
    this.#typed ??= paste(this.#world, {}).problems.length;
    return this.#typed;
  }

  /**
   * Without any MLflow what is refused now would end once it is allowed, and new secrets are not for a file that git
   * tracks: they do not count where it is only found, and would go to the repository.
   */
  #complete(repair: Repair): Repair {
    const { facts, intent } = this.#world;
    const { inGit, occupied } = facts.foundFile;
    const writes = makesSecrets(repair);
    const file = writes ? foundFile(intent) : null;
    return mergeRepairs([
      repair,
      !facts.mlflow && this.#errors.length > 0 ? { managed: true } : {},
      file !== null && inGit ? takenOutOfGit(file, facts.trackedSecrets) : {},
      file !== null && inGit === null ? { set: { "guard-env-file": file } } : {},
      writes && occupied ? { set: { "guard-env-file": OTHER_FILE } } : {},
    ]);
  }
}

/**
 * Words that are wrong only now name an app that the MLflow of the command does not have: it gives way to MLflow's own
 * login, and that to a whole MLflow. What is wrong otherwise stays so, and the rounds end.
 */
function rescue(next: World): Repair {
  return next.login.app === BASIC_AUTH ? { managed: true } : loginOfMlflow(next);
}

function isWhole(repairs: readonly (Repair | undefined)[]): repairs is Repair[] {
  return repairs.every((repair) => repair !== undefined);
}
