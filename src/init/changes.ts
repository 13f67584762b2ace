import { GENERATED } from "../secrets/generate.ts";
import { KEK_BEFORE, KEK_PASSPHRASE, KEK_VERSION } from "../secrets/names.ts";
import { NotDone } from "../users/not-done.ts";

/** What `init` will write, and what was there already. */
export interface Changes {
  /** In the order in which they are written. */
  readonly values: ReadonlyMap<string, string>;
  readonly kept: readonly string[];
}

/**
 * What is missing, and what is to be rotated.
 * @param present the settings that are there; an empty one is not.
 * @throws NotDone where a rotation would lose what is still needed.
 */
export function changesOf(
  present: ReadonlyMap<string, string>,
  rotate: readonly string[],
): Changes {
  // Beside NAME_FILE, NAME would be refused: both at once say nothing for certain.
  const isThere = (name: string) => Boolean(present.get(name) || present.get(`${name}_FILE`));
  const written = GENERATED.filter(({ name }) => !isThere(name) || rotate.includes(name));
  const made = written.map(({ name, make }): [string, string] => [name, make()]);
  const kept = GENERATED.filter((one) => !written.includes(one)).map(({ name }) => name);
  const before = rotate.includes(KEK_PASSPHRASE) ? passphraseBefore(present) : [];
  return { values: new Map([...before, ...made]), kept };
}

/** The old passphrase comes first: nothing that is stored may ever be without the one that reads it. */
function passphraseBefore(present: ReadonlyMap<string, string>): [string, string][] {
  const old = present.get(KEK_PASSPHRASE);
  const earlier = present.get(KEK_BEFORE);
  if (!old) return [];
  // The same one: the last rotation was interrupted before there was a new one.
  if (earlier && earlier !== old) throw new NotDone(...STILL_NEEDED);
  const version = Number(present.get(KEK_VERSION) || 1);
  if (!Number.isSafeInteger(version) || version < 1)
    throw new NotDone(`${KEK_VERSION} is no whole number`, "fix it: the first one is 1");
  return [
    [KEK_BEFORE, old],
    [KEK_VERSION, String(version + 1)],
  ];
}

const STILL_NEEDED: [string, string] = [
  `${KEK_BEFORE} is there from the last rotation`,
  `take it out once "mlflow crypto rotate-kek" has run with it; what is stored may need it`,
];
