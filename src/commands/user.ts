import { EXIT } from "../exit-codes.ts";
import { readEnvironment } from "../facts/files/environment.ts";
import { readVariable } from "../intent/environment/environment.ts";
import type { UsageProblem } from "../intent/types.ts";
import { readStates } from "../launch/private/states-here.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { renderFailure, renderUsage } from "../report/text.ts";
import { ADMIN_PASSWORD } from "../secrets/names.ts";
import { Secret } from "../secrets/secret.ts";
import { list, remove } from "../users/accounts.ts";
import { type Admin, readAdmin } from "../users/admin.ts";
import { commandAgain, commandFor } from "../users/command.ts";
import type { Context } from "../users/context.ts";
import { add, passwd } from "../users/give-password.ts";
import { Interrupted, NotDone } from "../users/not-done.ts";
import { findPerson, type Person } from "../users/person.ts";
import { type Action, readRequest, type UserRequest } from "../users/request.ts";
import { logIn, mustAskStrangers } from "../users/server/session.ts";
import { readTarget, type Target } from "../users/server/target.ts";
import { trustIn } from "../users/server/trust.ts";
import { passwdOffline } from "./user-offline.ts";

const ACTS: Readonly<Record<Action, (context: Context) => Promise<void>>> = {
  add,
  list,
  passwd,
  remove,
};

/** Accounts of a running server. Exit 0 done, 1 not done, 64 wrong usage, 130 Ctrl-C at a question. */
export async function user(
  values: Readonly<Record<string, unknown>>,
  ports: Ports,
): Promise<number> {
  const usage = (problem: UsageProblem) => {
    ports.err(renderUsage([problem], programName(ports.env), "user"));
    return EXIT.usage;
  };
  const read = readRequest(values);
  if ("problem" in read) return usage(read.problem);
  const { request } = read;
  if (request.offline) return orNotDone(() => passwdOffline(request, ports), ports);
  const around = await readEnvironment(
    ports.env,
    ports,
    ports.env.MLFLOW_GUARD_ENV_FILE || undefined,
    [ADMIN_PASSWORD],
  );
  const server = readTarget(request.url, {
    // Not from a file that nobody named: the admin's password goes there.
    trackingUri: ports.env.MLFLOW_TRACKING_URI,
    port: readVariable(around.environment, "MLFLOW_PORT")?.value,
    states: readStates(ports),
  });
  if ("problem" in server) return usage(server.problem);
  const person = atTerminal(ports);
  const admin = () => readAdmin(request, ports.cwd, around);
  const done = orNotDone(() => act(request, server.target, admin, person.terminal, ports), ports);
  return done.finally(person.close);
}

async function orNotDone(act: () => Promise<number>, ports: Ports): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Interrupted) return EXIT.interrupted;
    if (!(error instanceof NotDone)) throw error;
    ports.err(renderFailure(error.what, error.fix));
    return EXIT.notDone;
  }
}

/** No password is asked for, and none is sent, before the server has asked for one. */
async function act(
  request: UserRequest,
  target: Target,
  readIt: () => Admin,
  terminal: Context["terminal"],
  ports: Ports,
): Promise<number> {
  const admin = readIt();
  const program = programName(ports.env);
  const again = (url: string) => commandAgain(program, request, url);
  const { resolver, env } = ports;
  const extra = env.NODE_EXTRA_CA_CERTS || undefined;
  await mustAskStrangers(target, admin.name, { named: again, resolver, extra });
  const named = again(target.base);
  const vouch = await trustIn(target, { admin: admin.name, named, terminal });
  const password = admin.password ?? (await askPassword(admin, target, terminal));
  const own = request.action === "passwd" && request.name === admin.name;
  const session = await logIn(target, vouch, admin, password, own);
  await ACTS[request.action]({
    request,
    session,
    ports,
    command: (action, name) => commandFor(program, request, action, name),
    terminal,
  });
  return EXIT.ok;
}

async function askPassword(
  { name }: Admin,
  { base }: Target,
  terminal: Context["terminal"],
): Promise<Secret> {
  const person = terminal(
    "give it in a file: --admin-password-file FILE, or --env-file FILE as init writes it; or set MLFLOW_AUTH_ADMIN_PASSWORD_FILE",
    `the password of ${name} for ${base} is not known here`,
  );
  const typed = await person.askHidden(`Password of ${name} for ${base}: `);
  if (typed === "") throw new NotDone("nothing was typed", "run the command again");
  return new Secret(typed);
}

/** The terminal is opened when it is needed, and once. */
function atTerminal(ports: Ports): { terminal: Context["terminal"]; close: () => void } {
  let open: Person | null = null;
  return {
    terminal: (instead, wanted) => {
      open ??= findPerson(ports);
      if (open) return open;
      const what = "nobody can be asked: there is no terminal";
      throw new NotDone(wanted === undefined ? what : `${wanted}, and ${what}`, instead);
    },
    close: () => open?.close(),
  };
}
