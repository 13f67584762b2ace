import { USER_ROUTES } from "../mlflow/login/user-routes.ts";
import { ADMIN_PASSWORD } from "../secrets/names.ts";
import type { Context, Session } from "./context.ts";
import { type NewPassword, newPassword } from "./new-password.ts";
import { NotDone } from "./not-done.ts";
import { firstRights } from "./permission.ts";
import type { Login } from "./server/exchange.ts";
import { errorCode, mustBeDone } from "./server/replies.ts";
import { exists, mustExist } from "./server/session.ts";
import { renderDone, renderPasted, renderRemark, SHOWN_ONCE } from "./text.ts";

const NOT_TAKEN = "But the server does not take this password: its own log may say why.";

const LOST = "the password could not be written to stdout, so nobody knows it";

const WRITABLE = "run it again with a stdout that can be written";

const OUT_OF_DATE = `If an env file or secret has ${ADMIN_PASSWORD} for this account, it is the old password now: put the new one there, so that other commands can use it; MLflow reads it no more, since the account exists. If ~/.mlflow/credentials is of this account, mlflow-guard init --client writes it anew.`;

/** Makes an account, and tries its password. */
export async function add(context: Context): Promise<void> {
  const { request, session, ports } = context;
  const { name } = request;
  if (await exists(session, name)) throw taken(context);
  const made = await choose(context);
  const login = { name, password: made.password };
  const parameters = { username: name, password: made.password.reveal() };
  const reply = await session.ask(USER_ROUTES.create, parameters);
  if (errorCode(reply) === "RESOURCE_ALREADY_EXISTS") throw taken(context);
  mustBeDone(session, reply, made.password);
  if (!show(context, made, `${name} has an account on ${session.client}.`)) {
    if (await isUndone(session, name))
      throw new NotDone(`${LOST}; the account was removed again`, WRITABLE);
    throw new NotDone(`${LOST}; the account stays`, context.command("remove", name));
  }
  ports.err(renderPasted(session, name));
  ports.err(renderRemark(await tried(context, login, () => firstRights(session, login))));
}

/** Gives an account a new password, and tries it. */
export async function passwd(context: Context): Promise<void> {
  const { request, session, ports } = context;
  const { name } = request;
  const own = name === session.login.name;
  if (!own) await mustExist(context);
  const made = await choose(context);
  const reply = await session.ask(USER_ROUTES.updatePassword, {
    username: name,
    password: made.password.reveal(),
    ...(own ? { current_password: session.login.password.reveal() } : {}),
  });
  mustBeDone(session, reply, made.password);
  if (!show(context, made, `${name} has a new password on ${session.client}.`))
    throw new NotDone(
      `${LOST}; it is set all the same`,
      `${WRITABLE}: ${context.command("passwd", name)}`,
    );
  if (own) ports.err(renderRemark(OUT_OF_DATE));
  const login = { name, password: made.password };
  ports.err(renderRemark(await tried(context, login, async () => "It was tried: it works.")));
}

async function isUndone(session: Session, username: string): Promise<boolean> {
  try {
    return (await session.ask(USER_ROUTES.delete, { username })).status === 200;
  } catch (error) {
    if (error instanceof NotDone) return false;
    throw error;
  }
}

function choose({ request, session, ports, terminal }: Context): Promise<NewPassword> {
  const ask = () =>
    terminal(
      "give the new password in a file: --password-file FILE",
      `the new password of ${request.name} is to be typed`,
    );
  return newPassword(request, ports.cwd, session.login.password, ask);
}

function taken({ request, command }: Context): NotDone {
  return new NotDone(
    `there is an account ${request.name} already`,
    command("passwd", request.name),
  );
}

/** What is to be said of a password that was set: it is tried, and no failure of that undoes what was done. */
async function tried(
  { session }: Context,
  login: Login,
  said: () => Promise<string>,
): Promise<string> {
  try {
    const { status } = await session.ask(USER_ROUTES.get, { username: login.name }, login);
    return status === 200 ? await said() : NOT_TAKEN;
  } catch (error) {
    if (error instanceof NotDone) return `It was not tried: ${error.what}`;
    throw error;
  }
}

/**
 * Shows a password that was made as soon as the server has it, whatever goes wrong later. Everything else goes to
 * stderr, so that stdout can lead into a store of secrets.
 * @returns false where it did not arrive.
 */
function show(
  { ports, command, request, session }: Context,
  { password, generated }: NewPassword,
  what: string,
): boolean {
  ports.err(renderDone(what));
  if (!generated) return true;
  ports.err(SHOWN_ONCE);
  if (!ports.secretOut(`${password.reveal()}\n`)) return false;
  // Whoever changed the own password is not let in any more by what this command was given.
  if (request.name !== session.login.name)
    ports.err(`  to make a new one: ${command("passwd", request.name)}\n`);
  return true;
}
