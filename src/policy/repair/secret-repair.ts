import type { SecretFact } from "../../facts/types.ts";
import { ADMIN_PASSWORD, KEK_PASSPHRASE, SECRET_KEY } from "../../secrets/names.ts";
import { shellQuote } from "../../shell/quote.ts";
import { BASIC_AUTH } from "../login/login.ts";
import type { Fix, Repair, World } from "../types.ts";
import { initWords } from "./command.ts";

/**
 * A new secret in place of a bad one: rotated where an env file holds it or names its file, else written by `init`; the
 * variable is taken away, since the environment would win over the file.
 */
export function newSecret(world: World, { name, origin }: SecretFact): Repair {
  const { intent } = world;
  if (name === world.login.plugin?.plugin.secretKey) return { keyFile: name };
  const rotated = { init: true, rotate: [name] };
  const named = intent.beneath.has(`${name}_FILE`);
  if (origin.kind === "env") return { ...(named ? rotated : { init: true }), unset: [name] };
  if (origin.name === name && origin.file === intent.envFile) return rotated;
  return { ...(named ? rotated : { init: true }), blank: [origin.name] };
}

/** `init` creates what is missing; a variable that is exported empty would keep its file from speaking. */
export function createSecrets({ intent }: World): Repair {
  const unset = [SECRET_KEY, ADMIN_PASSWORD, KEK_PASSPHRASE].filter((name) => {
    const setting = intent.environment.get(name);
    return setting?.value === "" && setting.origin.kind === "env";
  });
  return { init: true, unset };
}

/** Whoever reads this stands outside of the container that has ended: `init` runs in another one, on its volume. */
export function createSecretsOutside(world: World): Fix[] {
  if (!world.facts.container.inside) return [];
  const run = `docker run --rm -v ${shellQuote(`VOLUME:${world.facts.cwd}`)} IMAGE`;
  const init = [run, ...initWords(world)].join(" ");
  return [
    {
      kind: "docker",
      text: `${init} (the server reads them from the same volume)`,
    },
    { kind: "docker", text: "or a file for each secret: docs/how-to/container.md" },
  ];
}

/** MLflow's own login in place of a plugin. */
export function loginOfMlflow(world: World): Repair {
  return { ...createSecrets(world), set: { "app-name": BASIC_AUTH } };
}
