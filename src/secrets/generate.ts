import { randomBytes } from "node:crypto";
import {
  ADMIN_PASSWORD,
  ADMIN_USERNAME,
  KEK_PASSPHRASE,
  SECRET_KEY,
  type WRITTEN_BY_INIT,
} from "./names.ts";

/** One setting that `init` writes. */
export interface Generated {
  readonly name: (typeof WRITTEN_BY_INIT)[number];
  readonly comment: string;
  /** Makes the value anew; 256 bits of the system's cryptographic source, the password 144. */
  readonly make: () => string;
  /** What a new value breaks, and what to do about it; null where the setting is no secret. */
  readonly rotation: string | null;
}

/** Letters, digits, - and _ need no quotes in any env file, shell or URL. */
function randomText(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}

/** A password that nobody guesses. */
export function makePassword(): string {
  return randomText(18);
}

export const GENERATED: readonly Generated[] = [
  {
    name: SECRET_KEY,
    comment: "Signs the session cookies. A new one logs everybody out.",
    make: () => randomText(32),
    rotation:
      "everybody is logged out of the UI at the next start; every replica needs the same new key",
  },
  {
    name: ADMIN_USERNAME,
    comment: "The first account; it may do everything.",
    make: () => "admin",
    rotation: null,
  },
  {
    name: ADMIN_PASSWORD,
    comment: "Its password. MLflow ignores a new one once the account exists.",
    make: makePassword,
    rotation: "an account that exists keeps its old password until it is given the new one",
  },
  {
    name: KEK_PASSPHRASE,
    comment:
      "Encrypts the provider keys that MLflow's AI gateway stores. Lost, they are lost: keep a copy.",
    make: () => randomText(32),
    rotation:
      "provider keys that are stored cannot be read with the new one until they are encrypted anew",
  },
];
