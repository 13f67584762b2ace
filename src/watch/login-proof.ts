import type { Socket } from "node:net";
import { urlHost } from "../net/address-class.ts";
import type { Credentials, Expectations } from "../plan/types.ts";
import { type Answer, ask, askOn, open, type Target } from "./ask.ts";
import { FOREIGN_HOSTS, type Question, ROUTES, SHORT } from "./routes.ts";
import type { Violation } from "./types.ts";

/** What the questions have shown. */
export interface Proof {
  readonly violation: Violation | null;
  /** Questions without an answer: nothing is known of them. */
  readonly unanswered: readonly string[];
  /** What was not promised, and is worth a line. */
  readonly warnings: readonly string[];
  readonly asked: number;
}

interface Asked {
  readonly text: string;
  readonly answer: Answer;
  readonly wanted: string;
  readonly passes: boolean;
  /** Nobody promised it: no reason to stop. */
  readonly optional?: boolean;
}

/** Milliseconds for one answer, and between tries of a question that got none or a server error. */
const PATIENCE = 10_000;
const PAUSE = 300;
const TRIES = 3;

const EXPERIMENTS = SHORT[0] as Question;

/** How strangers are told from each other. */
export interface Asking {
  readonly expected: Expectations;
  readonly port: number;
}

/** Asks everything once: every route at the first address, the commonest ones at the others, and the known passwords. */
export async function proveLogin(asking: Asking): Promise<Proof> {
  const { expected } = asking;
  const [first = "127.0.0.1", ...others] = expected.addresses;
  const strangers = [
    ...questions(expected, ROUTES).map((question) => askStranger(asking, first, question)),
    ...others.flatMap((address) =>
      questions(expected, SHORT).map((question) => askStranger(asking, address, question)),
    ),
  ];
  const defaults = (expected.login?.defaults ?? []).map((one) => askDefault(asking, first, one));
  return conclude(await Promise.all([...strangers, ...foreignHosts(asking, first), ...defaults]));
}

/** The anonymous questions again, while it runs: two of them, another pair each time. */
export async function repeatProof(asking: Asking, round: number): Promise<Proof> {
  const all = questions(asking.expected, ROUTES);
  const pair = [0, 1].flatMap((at) => all[(round * 2 + at) % all.length] ?? []);
  const first = asking.expected.addresses[0] ?? "127.0.0.1";
  return conclude(await Promise.all(pair.map((one) => askStranger(asking, first, one))));
}

/** Asks on connections that are open already: whoever took them must ask for the login. */
export async function proveOn(asking: Asking, sockets: readonly Socket[]): Promise<Proof> {
  const all = questions(asking.expected, SHORT);
  const target = targetOf(asking, asking.expected.addresses[0] ?? "127.0.0.1");
  const asked = sockets.map(async (socket, at) => {
    const question = all[at % all.length] as Question;
    return judged(asking, question, await askOn(socket, target, question, PATIENCE));
  });
  return conclude(await Promise.all(asked));
}

/** Does MLflow take the configured admin's password? Null where that could not be found out. */
export async function takesAdmin(asking: Asking): Promise<boolean | null> {
  const { addresses, login, prefix } = asking.expected;
  if (!login?.admin) return null;
  const target = targetOf(asking, addresses[0] ?? "127.0.0.1");
  const question = { ...EXPERIMENTS, path: `${prefix}${EXPERIMENTS.path}` };
  const answer = await ask(target, question, PATIENCE, basic(login.admin));
  return typeof answer === "number" ? answer !== 401 : null;
}

/** Connections to the first address, opened at once, so that idle workers take one each. */
export async function openMany(asking: Asking, count: number): Promise<Socket[]> {
  const target = targetOf(asking, asking.expected.addresses[0] ?? "127.0.0.1");
  const opened = await Promise.all(Array.from({ length: count }, () => open(target, PATIENCE)));
  return opened.filter((one) => typeof one !== "string");
}

/** At `/` and below the prefix; nothing of a login that was not promised. */
function questions({ login, prefix }: Expectations, all: readonly Question[]): Question[] {
  if (login === null) return [];
  const promised = all
    .filter(({ native }) => login.nativeRoutes || !native)
    .filter(({ ownLoginOnly }) => !(ownLoginOnly && login.redirects));
  const bases = prefix === "" ? [""] : [prefix, ""];
  return bases.flatMap((base) => promised.map((one) => ({ ...one, path: `${base}${one.path}` })));
}

function targetOf({ expected, port }: Asking, address: string): Target {
  // A name that the host lists always hold, whatever the address: a 403 would say nothing about the login.
  return { address, port, tls: expected.tls, host: `127.0.0.1:${port}` };
}

async function askStranger(asking: Asking, address: string, question: Question): Promise<Asked> {
  const target = targetOf(asking, address);
  const answer = await patiently(() => ask(target, question, PATIENCE));
  return judged(asking, question, answer, address);
}

function judged(
  { expected, port }: Asking,
  { method, path }: Question,
  answer: Answer,
  address = expected.addresses[0] ?? "127.0.0.1",
): Asked {
  const redirected = expected.login?.redirects === true && isRedirect(answer);
  // Nobody listens at an address that a wildcard may or may not stand for: nobody gets in there.
  const nobody = answer === "closed" && address !== expected.addresses[0];
  return {
    text: `${method} ${path} at ${urlHost(address)}:${port} without a password`,
    answer,
    wanted: expected.login?.redirects ? "401 or a redirect to the login" : "401",
    passes: answer === 401 || redirected || nobody,
  };
}

function isRedirect(answer: Answer): boolean {
  return typeof answer === "number" && answer >= 300 && answer < 400 && answer !== 304;
}

function foreignHosts(asking: Asking, address: string): Promise<Asked>[] {
  if (!asking.expected.hostsChecked) return [];
  // One is enough where nobody was promised a login: these lines stand in everybody's log.
  const hosts = asking.expected.login ? FOREIGN_HOSTS : FOREIGN_HOSTS.slice(1, 2);
  const path = `${asking.expected.prefix}${EXPERIMENTS.path}`;
  return hosts.map(async (host) => {
    const target = { ...targetOf(asking, address), host };
    const answer = await patiently(() => ask(target, { ...EXPERIMENTS, path }, PATIENCE));
    return {
      text: `GET ${path} with the foreign Host header ${host}`,
      answer,
      wanted: "403",
      passes: answer === 403,
      optional: asking.expected.login === null,
    };
  });
}

async function askDefault(asking: Asking, address: string, one: Credentials): Promise<Asked> {
  const path = `${asking.expected.prefix}${EXPERIMENTS.path}`;
  const target = targetOf(asking, address);
  const answer = await patiently(() => ask(target, { ...EXPERIMENTS, path }, PATIENCE, basic(one)));
  return {
    text: `GET ${path} with a published default password for ${one.user}`,
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
    const final = typeof answer === "number" && answer < 500;
    if (final || answer === "closed" || tries === TRIES) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

function conclude(asked: readonly Asked[]): Proof {
  const failed = asked.filter(({ passes }) => !passes);
  const wrong = failed.filter(({ answer }) => typeof answer === "number").map(describe);
  const [first] = wrong.filter(({ optional }) => !optional);
  return {
    violation: first ? { what: first.what, cause: CAUSE } : null,
    unanswered: failed
      .filter(({ answer, optional }) => typeof answer !== "number" && !optional)
      .map(({ text }) => text),
    warnings: wrong.filter(({ optional }) => optional).map(({ what }) => what),
    asked: asked.length,
  };
}

const CAUSE =
  "something that MLflow loads changed who is asked: a plugin, a Python module, the authorization config or a prefix";

function describe({ text, answer, wanted, optional }: Asked) {
  return { what: `${text} was answered ${answer}, not ${wanted}`, optional };
}
