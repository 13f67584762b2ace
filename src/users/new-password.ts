import { resolve } from "node:path";
import { loadGuesser } from "../facts/guesses.ts";
import { makePassword } from "../secrets/generate.ts";
import { Secret } from "../secrets/secret.ts";
import { gradeSecret } from "../secrets/strength.ts";
import { secretIn } from "./admin.ts";
import { NotDone } from "./not-done.ts";
import type { Person } from "./person.ts";
import type { UserRequest } from "./request.ts";

/** A password for an account; a generated one is known to nobody until it is shown. */
export interface NewPassword {
  readonly password: Secret;
  readonly generated: boolean;
}

/**
 * Takes the new password from a file or a person, or makes one.
 * @param admins the password of who asks, where there is one, which another account must not share.
 * @throws NotDone where it is weak: whoever reaches the server can try passwords as often as they like.
 */
export async function newPassword(
  request: UserRequest,
  cwd: string,
  admins: Secret | null,
  terminal: () => Person,
): Promise<NewPassword> {
  const { passwordFile, prompt, name } = request;
  if (passwordFile === undefined && !prompt)
    return { password: new Secret(makePassword()), generated: true };
  const password =
    passwordFile === undefined
      ? await askTwice(name, terminal())
      : secretIn(resolve(cwd, passwordFile));
  await mustBeStrong(password, name, admins);
  return { password, generated: false };
}

async function askTwice(name: string, terminal: Person): Promise<Secret> {
  const first = await terminal.askHidden(`New password of ${name}: `);
  const second = await terminal.askHidden("The same again: ");
  if (first === second) return new Secret(first);
  throw new NotDone("the two passwords differ", "run the command again");
}

/**
 * Weighs a password like an admin's.
 * @throws NotDone
 */
export async function mustBeStrong(
  password: Secret,
  name: string,
  admins: Secret | null,
  fix = "choose another, or leave --prompt and --password-file away to have one made",
): Promise<void> {
  const value = password.reveal();
  const others = admins ? [admins.reveal()] : [];
  const weaknesses = (guessable: boolean | null) =>
    gradeSecret("password", value, guessable, others).weak;
  const cheap = weaknesses(null);
  const known = ["mlflow", "admin", name];
  const weak =
    cheap.length > 0 ? cheap : weaknesses(await (await loadGuesser(known))("password", value));
  if (weak.length === 0) return;
  throw new NotDone(`the new password is weak: ${weak.join("; ")}`, fix);
}
