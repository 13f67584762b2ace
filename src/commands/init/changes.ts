import { GENERATED } from "../../secrets/generate.ts";
import { KEK_BEFORE, KEK_PASSPHRASE, KEK_VERSION } from "../../secrets/names.ts";
import { InitFailure } from "./failure.ts";

/** What `init` will write, and what was there already. */
export interface Changes {
  /** In the order in which they are written. */
  readonly values: ReadonlyMap<string, string>;
  readonly kept: readonly string[];
}

/**
 * What is missing, and what is to be rotated.
 * @param present the settings that are there; an empty one is not.
 * @throws InitFailure where a rotation would lose what is still needed.
 */
export function changesOf(
  present: ReadonlyMap<string, string>,
  rotate: readonly string[],
): Changes {
  const written = GENERATED.filter(({ name }) => !present.get(name) || rotate.includes(name));
  const values = new Map(written.map(({ name, make }) => [name, make()]));
  const old = present.get(KEK_PASSPHRASE);
  if (old && rotate.includes(KEK_PASSPHRASE)) {
    if (present.get(KEK_BEFORE)) throw new InitFailure(...stillNeeded);
    values.set(KEK_VERSION, String(Number(present.get(KEK_VERSION) || 1) + 1));
    values.set(KEK_BEFORE, old);
  }
  const kept = GENERATED.filter(({ name }) => !values.has(name)).map(({ name }) => name);
  return { values, kept };
}

const stillNeeded: [string, string] = [
  `${KEK_BEFORE} is there from the last rotation`,
  `take it out once "mlflow crypto rotate-kek" has run with it; what is stored may need it`,
];
