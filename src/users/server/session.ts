import { USER_ROUTES, type UserRoute } from "../../mlflow/login/user-routes.ts";
import { isVersion } from "../../mlflow/versions/versions.ts";
import type { Secret } from "../../secrets/secret.ts";
import type { Admin } from "../admin.ts";
import type { Context, Session } from "../context.ts";
import { NotDone } from "../not-done.ts";
import { type Again, certificateProblem } from "./certificate.ts";
import { exchange, type Login, type Reply, type Vouch } from "./exchange.ts";
import { unanswered } from "./no-answer.ts";
import { errorCode, fields, json, refusal, strangerProblem } from "./replies.ts";
import { launcherOf, type Target } from "./target.ts";

/** One question; that no answer comes ends the command. */
async function answerOf(
  base: string,
  route: UserRoute,
  parameters: Readonly<Record<string, string>>,
  login: Login | null,
  vouch: Vouch,
): Promise<Reply> {
  const reply = await exchange(base, route, parameters, login, vouch);
  if ("code" in reply) throw unanswered(base, reply.code, route.method !== "GET");
  return reply;
}

/**
 * Makes sure that the server asks strangers for a password by HTTP basic auth: only such a one is ever sent one.
 * @throws NotDone
 */
export async function mustAskStrangers(target: Target, name: string, again: Again): Promise<void> {
  const { base } = target;
  const reply = await exchange(base, USER_ROUTES.get, { username: name }, null, nobody);
  if ("code" in reply)
    throw (await certificateProblem(target, reply, again)) ?? unanswered(base, reply.code, false);
  const other = reply.status === 404 || reply.status === 400;
  const version = other ? await answerOf(base, USER_ROUTES.version, {}, null, nobody) : null;
  const isMlflow = version?.status === 200 && isVersion(version.body.trim());
  const start = launcherOf(target)?.withLogin ?? undefined;
  const problem = strangerProblem(base, reply, isMlflow, start);
  if (problem) throw problem;
}

/** Stands where no password goes out. */
const nobody: Vouch = async () => false;

/**
 * Logs in, with a read-only question.
 * @param vouch asked for each connection before anything is sent.
 * @param ownOnly only the account's own password is asked about, for which nobody needs to be an admin.
 * @throws NotDone where the password is wrong, or who asks is no admin.
 */
export async function logIn(
  target: Target,
  vouch: Vouch,
  { name, first }: Admin,
  password: Secret,
  ownOnly: boolean,
): Promise<Session> {
  const { base, client, loopback } = target;
  const login = { name, password };
  const reply = await answerOf(base, USER_ROUTES.get, { username: name }, login, vouch);
  if (reply.status !== 200) throw loginProblem(base, reply, name, first);
  if (!ownOnly && userOf(reply).is_admin !== true)
    throw new NotDone(`${name} is no admin of ${base}`, "ask as an admin: --admin NAME");
  return {
    base,
    client,
    loopback,
    login,
    ask: (route, parameters, other) => answerOf(base, route, parameters, other ?? login, vouch),
  };
}

/** A login function of somebody's own may let in whom MLflow's store of accounts does not know. */
function loginProblem(base: string, reply: Reply, name: string, first: boolean): NotDone {
  if (errorCode(reply) === "RESOURCE_DOES_NOT_EXIST")
    return new NotDone(
      `${base} lets ${name} in, but MLflow keeps no such account: its accounts are kept elsewhere`,
      "make the account where authorization_function looks",
    );
  return refusal(base, reply, name, first);
}

/** Is this account an admin? Below 3.13.0 a list does not say so. */
export async function isAnAdmin({ ask, base, login }: Session, name: string): Promise<boolean> {
  const reply = await ask(USER_ROUTES.get, { username: name });
  if (reply.status !== 200) throw refusal(base, reply, login.name);
  return userOf(reply).is_admin === true;
}

/** "MLflow 3.17.2", as far as the server tells. */
export async function mlflowName({ ask }: Session): Promise<string> {
  const version = (await ask(USER_ROUTES.version, {})).body.trim();
  return isVersion(version) ? `MLflow ${version}` : "this MLflow";
}

/** The account in an answer of `users/get`. */
function userOf({ body }: Reply): Readonly<Record<string, unknown>> {
  return fields(json(body).user);
}

/** Is there such an account? */
export async function exists(session: Session, name: string): Promise<boolean> {
  const reply = await session.ask(USER_ROUTES.get, { username: name });
  if (reply.status === 200) return true;
  if (errorCode(reply) === "RESOURCE_DOES_NOT_EXIST") return false;
  throw refusal(session.base, reply, session.login.name);
}

/** @throws NotDone where there is no such account. */
export async function mustExist({ session, request, command }: Context): Promise<void> {
  if (await exists(session, request.name)) return;
  throw new NotDone(`there is no account ${request.name} on ${session.base}`, command("list"));
}
