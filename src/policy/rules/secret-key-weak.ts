import { describeOrigin } from "../exposure/exposure.ts";
import { signsCookies } from "../login/login.ts";
import { newSecret } from "../repair/secret-repair.ts";
import type { Rule } from "../types.ts";

export const secretKeyWeak: Rule = {
  id: "secret-key-weak",
  title: "The secret key is weak",
  severities: ["error"],
  why: "anyone who guesses the key can sign a session cookie and be any user",
  check: (world) => {
    const { secretKey } = world.facts;
    if (!world.exposed || !signsCookies(world.login) || !secretKey?.grade.weak.length) return [];
    return [
      {
        severity: "error",
        what: `${describeOrigin(secretKey.origin)}: ${secretKey.grade.weak.join("; ")}`,
        origin: secretKey.origin,
        repairs: [newSecret(world, secretKey)],
      },
    ];
  },
};
