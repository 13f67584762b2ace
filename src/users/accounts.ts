import { USER_ROUTES } from "../mlflow/login/user-routes.ts";
import { shellQuote } from "../shell/quote.ts";
import type { Context, Session } from "./context.ts";
import { NotDone } from "./not-done.ts";
import { errorCode, fields, json, mustBeDone, refusal } from "./server/replies.ts";
import { isAnAdmin, mlflowName, mustExist } from "./server/session.ts";
import { type Account, renderDone, renderJsonList, renderList, renderRemark } from "./text.ts";

/** Lists the accounts on stdout. */
export async function list({ session, request, ports }: Context): Promise<void> {
  const accounts = await readAccounts(session);
  if (!accounts)
    throw new NotDone(
      `${await mlflowName(session)} has no route that lists accounts; ${USER_ROUTES.list.since} is the first with one`,
      "update MLflow, or ask its database of accounts: SELECT username, is_admin FROM users",
    );
  ports.out(request.json ? renderJsonList(accounts) : renderList(accounts));
}

/** Every account; null where this MLflow has no route for it. */
async function readAccounts(session: Session): Promise<readonly Account[] | null> {
  const reply = await session.ask(USER_ROUTES.list, {});
  if (reply.status === 404 && errorCode(reply) === "") return null;
  const { users } = json(reply.body);
  if (reply.status !== 200 || !Array.isArray(users))
    throw refusal(session.base, reply, session.login.name);
  const accounts: Account[] = [];
  for (const { username, is_admin } of users.map(fields)) {
    const name = String(username);
    const isAdmin = typeof is_admin === "boolean" ? is_admin : await isAnAdmin(session, name);
    accounts.push({ username: name, isAdmin });
  }
  return accounts;
}

/** Takes an account away, after the person has typed its name, or said --yes. */
export async function remove(context: Context): Promise<void> {
  const { request, session, ports } = context;
  const { name } = request;
  await mustExist(context);
  if (isSame(name, session.login.name)) await mustLeaveAnAdmin(context);
  if (!request.yes) await confirm(context);
  const reply = await session.ask(USER_ROUTES.delete, { username: name });
  mustBeDone(session, reply);
  ports.err(renderDone(`${name} has no account on ${session.client} any more.`));
  ports.err(renderRemark("What the person made stays: experiments, runs and models."));
}

/** To MySQL, `Admin` and `admin` are one account. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Who removes the own account must not lock everybody out. */
async function mustLeaveAnAdmin({ session, request, command }: Context): Promise<void> {
  const { name } = request;
  const others = ((await readAccounts(session)) ?? []).filter(
    ({ username, isAdmin }) => isAdmin && !isSame(username, name),
  );
  if (others.length > 0 && request.yes) return;
  throw new NotDone(
    `${name} is the admin who asks; removing it would lock ${others.length > 0 ? "this account" : "everybody"} out`,
    others.length > 0
      ? "ask as another admin: --admin NAME; or say --yes"
      : `no other admin is known. Make an account (${command("add", "NAME")}), make it an admin with MLflow's own client (get_app_client("basic-auth", "${session.client}").update_user_admin("NAME", True)), then ask as that one: --admin NAME`,
  );
}

async function confirm({ request, session, terminal }: Context): Promise<void> {
  const { name } = request;
  const typed = await terminal(
    "say --yes, where nobody can be asked",
    `the name ${shellQuote(name)} is to be typed before it is removed`,
  ).ask(`Type the name to remove the account ${shellQuote(name)} from ${session.client}: `);
  if (typed !== name)
    throw new NotDone("not confirmed; nothing was removed", "type the name, or say --yes");
}
