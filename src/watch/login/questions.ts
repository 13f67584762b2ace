import type { Socket } from "node:net";
import {
  BROWSER,
  FOREIGN_HOSTS,
  type Question,
  ROUTES,
  SHORT,
} from "../../mlflow/login/proof-routes.ts";
import type { Credentials, Expectations } from "../../plan/types.ts";
import { type Answer, ask, askOn, open, statusIn, type Target } from "./ask.ts";
import {
  type Asked,
  type Asking,
  askedHost,
  asksForLogin,
  conclude,
  judgeStranger,
  mayRedirect,
  type Proof,
} from "./proof.ts";

/** Milliseconds for one answer, and between tries of a question that got none or a server error. */
const PATIENCE = 10_000;
const PAUSE = 300;
const TRIES = 3;
const AT_ONCE = 4;

/** Asks everything once: every route at the first address, the commonest ones at the others, and the known passwords. */
export async function proveLogin(asking: Asking): Promise<Proof> {
  const { address, otherAddresses, login } = asking.expected;
  const strangers = [
    ...questions(asking.expected, everything(asking.expected)).map(
      (one) => () => askStranger(asking, address, one),
    ),
    ...otherAddresses.flatMap((other) =>
      questions(asking.expected, SHORT).map((one) => () => askStranger(asking, other, one)),
    ),
  ];
  const defaults = (login?.defaults ?? []).map((one) => () => askDefault(asking, one));
  const all = [...strangers, ...foreignHosts(asking), ...defaults];
  return conclude(await fewAtATime(all), true);
}

/** A server may take only so many connections at once (`--limit-concurrency`). */
async function fewAtATime(tasks: readonly (() => Promise<Asked>)[]): Promise<Asked[]> {
  const done: Asked[] = [];
  for (let at = 0; at < tasks.length; at += AT_ONCE)
    done.push(...(await Promise.all(tasks.slice(at, at + AT_ONCE).map((task) => task()))));
  return done;
}

/** The anonymous questions again, while it runs: two of them, another pair each time. */
export async function repeatProof(asking: Asking, round: number): Promise<Proof> {
  const all = questions(asking.expected, everything(asking.expected));
  const pair = [0, 1].flatMap((at) => all[(round * 2 + at) % all.length] ?? []);
  const { address } = asking.expected;
  return conclude(await Promise.all(pair.map((one) => askStranger(asking, address, one))), false);
}

/** Asks on connections that are open already: whoever took them must ask for the login. */
export async function proveOn(asking: Asking, sockets: readonly Socket[]): Promise<Proof> {
  const all = questions(asking.expected, SHORT);
  const { address } = asking.expected;
  const target = targetOf(asking, address);
  const asked = sockets.map(async (socket, at) => {
    const question = all[at % all.length] ?? experiments(asking);
    const answer = await askOn(socket, target, question, PATIENCE);
    return judgeStranger(asking, question, address, answer);
  });
  return conclude(await Promise.all(asked), false);
}

/** Does MLflow take the admin's password on this connection? Null where that could not be found out. */
export async function askAdmin(
  asking: Asking,
  socket: Socket,
  admin: Credentials,
): Promise<boolean | null> {
  const target = targetOf(asking, asking.expected.address);
  const answer = await askOn(socket, target, experiments(asking), PATIENCE, basic(admin));
  return typeof answer === "number" ? answer !== 401 : null;
}

/** Connections to the first address, opened at once, so that idle workers take one each. */
export async function openMany(asking: Asking, count: number): Promise<Socket[]> {
  const target = targetOf(asking, asking.expected.address);
  const opened = await Promise.all(Array.from({ length: count }, () => open(target, PATIENCE)));
  return opened.filter((one) => typeof one !== "string");
}

/** At `/` and below the prefix; nothing of a login that was not promised. */
function questions({ login, prefix }: Expectations, all: readonly Question[]): Question[] {
  if (login === null) return [];
  const promised = all
    .filter(({ native }) => login.nativeRoutes || !native)
    .filter(({ path }) => !login.open.includes(path));
  const bases = prefix === "" ? [""] : [prefix, ""];
  return bases.flatMap((base) => promised.map((one) => ({ ...one, path: `${base}${one.path}` })));
}

function everything({ login }: Expectations): readonly Question[] {
  return login?.browsers ? [...ROUTES, ...BROWSER] : ROUTES;
}

/** The question that everybody who may get in asks. */
function experiments({ expected }: Asking): Question {
  const [first] = SHORT;
  return { ...first, path: `${expected.prefix}${first.path}` };
}

function targetOf(asking: Asking, address: string): Target {
  const { expected, port, asked } = asking;
  return { address, port, tls: expected.tls, host: askedHost(asking), asked };
}

async function askStranger(asking: Asking, address: string, question: Question): Promise<Asked> {
  const target = targetOf(asking, address);
  const answer = await patiently(() => ask(target, question, PATIENCE));
  return judgeStranger(asking, question, address, answer);
}

function foreignHosts(asking: Asking): (() => Promise<Asked>)[] {
  const { address, hostsChecked, login } = asking.expected;
  if (!hostsChecked) return [];
  // One is enough where nobody was promised a login: these lines stand in everybody's log.
  const hosts = login ? FOREIGN_HOSTS : FOREIGN_HOSTS.slice(1, 2);
  const question = experiments(asking);
  return hosts.map((host) => async () => {
    const target = { ...targetOf(asking, address), host };
    const answer = await patiently(() => ask(target, question, PATIENCE));
    // A plugin's login may come before MLflow's check of the name.
    const first = mayRedirect(asking.expected);
    return {
      topic: { as: "foreign-host", path: question.path, host } as const,
      answer,
      wanted: first ? "403-or-401" : "403",
      passes: answer === 403 || (first && asksForLogin(asking, answer)),
      optional: login === null,
    };
  });
}

async function askDefault(asking: Asking, one: Credentials): Promise<Asked> {
  const question = experiments(asking);
  const target = targetOf(asking, asking.expected.address);
  const answer = await patiently(() => ask(target, question, PATIENCE, basic(one)));
  return {
    topic: { as: "default-password", path: question.path, user: one.user },
    answer,
    wanted: "401",
    passes: answer === 401,
  };
}

function basic({ user, password }: Credentials): Record<string, string> {
  const text = Buffer.from(`${user}:${password.reveal()}`).toString("base64");
  return { authorization: `Basic ${text}` };
}

/** A server that has just come up, or is overloaded, gets another chance; any other answer stands. */
async function patiently(once: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await once();
    const status = statusIn(answer);
    const final = status !== null && status < 500;
    if (final || answer === "closed" || tries === TRIES) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
