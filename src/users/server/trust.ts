import { connect, type Socket } from "node:net";
import { type Whose, whoseServer } from "../../launch/private/whose-server.ts";
import { hostOfUrl } from "../../net/address-class.ts";
import { NotDone } from "../not-done.ts";
import type { Person } from "../person.ts";
import type { Vouch } from "./exchange.ts";
import { unanswered } from "./no-answer.ts";
import { isLoopback, type Target } from "./target.ts";

/** Milliseconds for the connection alone. */
const PATIENCE = 10_000;

const YES = "yes";

/** What is asked of a person, and what is said where nobody can be asked. */
export interface Asking {
  readonly admin: string;
  /** This command with the server's URL in it. */
  readonly named: string;
  readonly terminal: (instead: string) => Person;
}

/**
 * Decides to whom the password of the admin may go: to a server that a launcher of this user runs, whoever named it, and
 * to a URL that was typed in this command, where it is read on the way by nobody. For anything else a person is asked.
 * @returns what vouches for each connection that is to carry a password.
 * @throws NotDone where nobody says yes.
 */
export async function trustIn(target: Target, asking: Asking): Promise<Vouch> {
  if (target.named === "typed" && !target.clearText)
    return async (socket) => isSecured(target) || isLoopback(socket.remoteAddress ?? "");
  const isOwn: Vouch = async (socket) =>
    (await whoseServer(socket, target.launchers)).kind === "own";
  const whose = await lookAt(target);
  if (whose.kind === "own") return isOwn;
  await mustBeMeant(target, reasonAgainst(target, whose), asking);
  return async () => true;
}

const isSecured = ({ base }: Target) => base.startsWith("https:");

/** Opens a connection to see who takes it, and says nothing on it. */
function lookAt({ base, launchers }: Target): Promise<Whose> {
  const url = new URL(base);
  const { protocol, port } = url;
  const socket = connect({
    host: hostOfUrl(url),
    port: Number(port || (protocol === "https:" ? 443 : 80)),
  });
  const opened = new Promise<Socket>((resolve, reject) => {
    socket.setTimeout(PATIENCE, () => reject(unanswered(base, "ETIMEDOUT", false)));
    socket.once("connect", () => resolve(socket));
    socket.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) =>
      reject(unanswered(base, code, false)),
    );
  });
  return opened
    .then((connection) => whoseServer(connection, launchers))
    .finally(() => socket.destroy());
}

async function mustBeMeant(
  { base, clearText }: Target,
  reason: string,
  { admin, named, terminal }: Asking,
): Promise<void> {
  const fix = clearText
    ? "use its https:// URL, or a tunnel (ssh -N -L 5000:127.0.0.1:5000 HOST) and --url http://127.0.0.1:5000"
    : named;
  const refused = (what: string) =>
    new NotDone(`${reason}. ${what}; the password of ${admin} was not sent`, fix);
  const person = personAt(terminal, () => refused("Nobody can be asked: there is no terminal"));
  const question = `${reason}. Send the password of ${admin} to ${base} all the same? Type ${YES}: `;
  if ((await person.ask(question)) !== YES) throw refused("Not confirmed");
}

function personAt(terminal: Asking["terminal"], none: () => NotDone): Person {
  try {
    return terminal("");
  } catch (error) {
    throw error instanceof NotDone ? none() : error;
  }
}

/** Why a person must be asked. */
function reasonAgainst({ base, named, clearText }: Target, whose: Whose): string {
  if (clearText) return `a password to ${base} crosses the network in clear text`;
  if (!isLoopback(new URL(base).hostname))
    return named === "variable"
      ? `${base} is no server that mlflow-guard started here; MLFLOW_TRACKING_URI names it, not this command`
      : `${base} cannot be seen to be the server that mlflow-guard started`;
  return `${base} is no server that mlflow-guard started for you: ${holder(whose)}`;
}

function holder(whose: Whose): string {
  if (whose.kind === "other") return `${whose.command} (process ${whose.pid}) listens there`;
  if (whose.kind === "hidden") return "a process of another user listens there";
  if (whose.kind === "waiting") return "nobody took the connection within 10 seconds";
  return "whose process listens there could not be seen";
}
