import type { SecretFact } from "../../facts/types.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { newSecret } from "../repair/secret-repair.ts";
import type { Rule, World } from "../types.ts";

export const adminPasswordWeak: Rule = {
  id: "admin-password-weak",
  title: "The admin password is weak",
  severities: ["error"],
  why: "MLflow limits neither the number nor the speed of guesses, and the admin may do everything",
  check: (world) => {
    const { adminPassword } = world.facts;
    if (world.login.app !== BASIC_AUTH || !adminPassword || adminPassword.grade.published)
      return [];
    const weak = world.exposed ? adminPassword.grade.weak : refusedByMlflow(world, adminPassword);
    if (weak.length === 0) return [];
    return [
      {
        severity: "error",
        what: `${describeOrigin(adminPassword.origin)}: ${weak.join("; ")}`,
        origin: adminPassword.origin,
        repairs: [newSecret(world, adminPassword)],
      },
    ];
  },
};

/** On loopback only what MLflow itself would refuse when it creates the admin. */
function refusedByMlflow({ facts }: World, { secret, grade }: SecretFact): readonly string[] {
  const short = secret.reveal().length < 12;
  return short && !facts.authStore.exists ? grade.weak.slice(0, 1) : [];
}
