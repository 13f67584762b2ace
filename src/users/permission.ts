import { PERMISSIONS, USER_ROUTES } from "../mlflow/login/user-routes.ts";
import type { Session } from "./context.ts";
import type { Login } from "./server/exchange.ts";
import { json } from "./server/replies.ts";
import { mlflowName } from "./server/session.ts";

const SET_BY =
  "What a new account may do with what others made is set by default_permission in the server's authorization config (MLFLOW_AUTH_CONFIG_PATH).";

/**
 * What a new account may do with what is not its own, as far as the server tells: no route serves the setting itself,
 * so the account asks about the first experiment, with its own password.
 */
export async function firstRights(session: Session, login: Login): Promise<string> {
  const { permission, experiment } = USER_ROUTES;
  const about = { username: login.name, resource_type: "experiment", resource_id: "0" };
  const name = String(json((await session.ask(permission, about, login)).body).permission);
  if (Object.hasOwn(PERMISSIONS, name)) return said(`${PERMISSIONS[name]} (${name})`);
  const { status } = await session.ask(experiment, { experiment_id: "0" }, login);
  if (status === 403) return said("may not even read it");
  if (status !== 200) return `What it may do with what others made is not known. ${SET_BY}`;
  // Older versions show by an answer whether it can be read, and no more.
  const server = await mlflowName(session);
  return said(`may read it; whether it may change it, ${server} does not tell`);
}

function said(right: string): string {
  return `Asked with its own password about experiment 0: it ${right}. ${SET_BY}`;
}
