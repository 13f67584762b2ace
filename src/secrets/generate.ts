import { randomBytes } from "node:crypto";
import { ADMIN_PASSWORD, ADMIN_USERNAME, KEK_PASSPHRASE, SECRET_KEY } from "./names.ts";

/** One line of an env file that `init` writes. */
export interface Generated {
  readonly name: string;
  readonly comment: string;
  /** Makes the value anew; 256 bits of the system's cryptographic source, the password 144. */
  readonly make: () => string;
}

/** Letters, digits, - and _ need no quotes in any env file, shell or URL. */
const random = (bytes: number) => randomBytes(bytes).toString("base64url");

export const makePassword = (): string => random(18);

export const GENERATED: readonly Generated[] = [
  {
    name: SECRET_KEY,
    comment: "Signs the session cookies. A new one logs everybody out.",
    make: () => random(32),
  },
  {
    name: ADMIN_USERNAME,
    comment: "The first account; it may do everything.",
    make: () => "admin",
  },
  {
    name: ADMIN_PASSWORD,
    comment: "Its password. MLflow ignores a new one once the account exists.",
    make: makePassword,
  },
  {
    name: KEK_PASSPHRASE,
    comment:
      "Encrypts the provider keys that MLflow's AI gateway stores. Lost, they are lost: keep a copy.",
    make: () => random(32),
  },
];
