import { isWildcard, levelOf, urlHost } from "../../net/address-class.ts";
import type { Listener, Look, Notice, Violation } from "../types.ts";
import type { Endpoint } from "./socket-table.ts";
import type { Door } from "./unix-doors.ts";

/** What is wrong, and where: the process behind an address may change its name or hand it on. */
interface Located<What> {
  readonly key: string;
  readonly found: What;
}

/** What a look means for the launch. */
export interface Judgement {
  readonly violations: readonly Located<Violation>[];
  /** Every planned listener is there, and the launch's own. */
  readonly served: boolean;
  readonly warnings: readonly Located<Notice>[];
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
        found: { code: "sockets-not-seen", pid } as const,
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

function where({ address, port }: Endpoint): string {
  return `${urlHost(address)}:${port}`;
}

function strayViolation(listener: Listener, approved: readonly Endpoint[]): Located<Violation> {
  return { key: `stray ${where(listener)}`, found: { id: "stray-listener", listener, approved } };
}

function rivalViolation(listener: Listener): Located<Violation> {
  return { key: `rival ${where(listener)}`, found: { id: "foreign-listener", listener } };
}

function localWarning(listener: Listener): Located<Notice> {
  return { key: `local ${where(listener)}`, found: { code: "local-listener", listener } };
}

/** Many a library has one to send from, at a port that changes: said once for each program and address. */
function udpWarning(listener: Listener): Located<Notice> {
  const { command, address } = listener;
  return { key: `udp ${command} ${address}`, found: { code: "udp-socket", listener } };
}

function unixWarning({ path, command }: Look["unix"][number], door: Door): Located<Notice>[] {
  if (door === "own") return [];
  return [{ key: `unix ${path} ${door}`, found: { code: "unix-socket", path, command, door } }];
}
