import { isWildcard, levelOf, urlHost } from "../net/address-class.ts";
import type { Endpoint } from "./socket-table.ts";
import type { Listener, Look, Violation } from "./types.ts";
import type { Door } from "./unix-doors.ts";

/** What is wrong, and where: the process behind an address may change its name or hand it on. */
interface Located {
  readonly key: string;
}

/** What a look means for the launch. */
export interface Judgement {
  readonly violations: readonly (Violation & Located)[];
  /** Every planned listener is there, and the launch's own. */
  readonly served: boolean;
  readonly warnings: readonly ({ readonly what: string } & Located)[];
}

/**
 * Compares what is listened on with what was approved. A socket of an unknown owner on the planned address is taken for
 * the launch's own where some of its processes could not be looked at; that is said, and nothing is called looked at.
 * @param doorOf who can connect to a UNIX socket.
 */
export function judge(
  look: Look,
  planned: readonly Endpoint[],
  doorOf: (path: string) => Door,
): Judgement {
  const strays = look.own.filter((one) => !planned.some((plan) => same(one, plan)));
  const open = strays.filter(({ address }) => levelOf(address) !== "loopback");
  const mayBeOwn = (one: Listener) => one.pid === 0 && look.blind.length > 0;
  const rivals = look.foreign
    .filter((one) => planned.some((plan) => overlaps(one, plan)))
    .filter((one) => !mayBeOwn(one));
  const theirs = [...look.own, ...look.foreign.filter(mayBeOwn)];
  return {
    violations: [...open.map((one) => strayViolation(one, planned)), ...rivals.map(rivalViolation)],
    served: planned.every((plan) => theirs.some((one) => same(one, plan))),
    warnings: [
      ...strays.filter((one) => !open.includes(one)).map(localWarning),
      ...look.udp.filter(({ address }) => levelOf(address) !== "loopback").map(udpWarning),
      ...look.unix.flatMap((one) => unixWarning(one, doorOf(one.path))),
      ...look.blind.map((pid) => ({
        key: `blind ${pid}`,
        what: `could not look at the sockets of process ${pid}, which MLflow started`,
      })),
    ],
  };
}

/**
 * What two looks in a row agree on: a socket that was on its way from one process to another, or open for a moment
 * only, is no reason to stop a server.
 */
export function confirmed(now: Judgement, before: Judgement | null): Judgement {
  const known = new Set(before?.violations.map(({ key }) => key));
  return {
    ...now,
    violations: now.violations.filter(({ key }) => known.has(key)),
    warnings: now.warnings.filter(({ key }) => before?.warnings.some((one) => one.key === key)),
  };
}

/** A planned address may carry a zone, which the kernel's table does not show. */
function same(one: Endpoint, plan: Endpoint): boolean {
  return one.port === plan.port && one.address === plan.address.replace(/%.*$/, "");
}

/** Would some of the clients of the plan reach this socket instead? */
function overlaps(one: Endpoint, plan: Endpoint): boolean {
  if (one.port !== plan.port) return false;
  if (same(one, plan) || plan.address === "::") return true;
  return isWildcard(plan.address) && !one.address.includes(":");
}

function name({ pid, command }: Listener): string {
  return pid === 0 ? command : `${command} (process ${pid})`;
}

function where({ address, port }: Endpoint): string {
  return `${urlHost(address)}:${port}`;
}

function strayViolation(one: Listener, planned: readonly Endpoint[]): Violation & Located {
  const moved = planned.some(({ port }) => port === one.port);
  return {
    key: `stray ${where(one)}`,
    what: `${name(one)} of this launch listens on ${where(one)}, approved was ${planned.map(where).join(", ")}`,
    cause: moved
      ? "something that MLflow loads changed the bind address: a Python module, a plugin or the configuration of its server"
      : "something that MLflow loads or starts opened a listener of its own: a plugin, a job function, a Python module or the configuration of its server",
  };
}

function rivalViolation(one: Listener): Violation & Located {
  return {
    key: `rival ${where(one)}`,
    what: `${name(one)}, which is not of this launch, listens on ${where(one)}: clients of this server would reach it, and give it their passwords`,
    cause: "another program took the address after it was found free",
  };
}

function localWarning(one: Listener): Judgement["warnings"][number] {
  return {
    key: `local ${where(one)}`,
    what: `${name(one)} of this launch also listens on ${where(one)}, for this machine only; whether it asks for a login was not tried`,
  };
}

/** Many a library has one to send from, at a port that changes: said once for each program and address. */
function udpWarning(one: Listener): Judgement["warnings"][number] {
  return {
    key: `udp ${one.command} ${one.address}`,
    what: `${name(one)} of this launch takes UDP packets from other machines at ${where(one)}; MLflow has no use for them, a library of it may`,
  };
}

const CONNECTS: Readonly<Record<Exclude<Door, "own">, string>> = {
  others: "which other users can write to",
  moved: "which is no longer where it was bound: whether other users can write to it is not known",
};

function unixWarning({ path, command }: Look["unix"][number], door: Door): Judgement["warnings"] {
  if (door === "own") return [];
  return [
    {
      key: `unix ${path} ${door}`,
      what: `${command} of this launch listens on the UNIX socket ${path}, ${CONNECTS[door]}`,
    },
  ];
}
