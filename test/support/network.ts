import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { BIN, type Running, start, type Where, waitFor } from "./guard.ts";

const IP = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip"].find((path) => existsSync(path));

/** What `ip netns exec NAME` mounts over /etc. */
const etc = (name: string) => `/etc/netns/${name}`;

/** The corpus was measured on these; the documentation ranges count as public. */
export const SERVER_ADDRESSES = {
  private: ["10.66.0.1", "192.168.77.1", "172.16.5.1", "169.254.10.1", "100.64.0.66", "fd00:66::1"],
  public: ["203.0.113.7", "198.51.100.10", "8.8.4.66", "2001:db8:66::1", "2600:66::1"],
  linkLocal: "fe80::66:1",
} as const;

const STRANGER_ADDRESSES = ["10.66.0.2", "203.0.113.8", "fd00:66::2", "2001:db8:66::2"];

const { hosts_file: CORPUS_HOSTS }: { hosts_file: Record<string, string[]> } = JSON.parse(
  readFileSync(new URL("../fixtures/corpus/hosts.json", import.meta.url), "utf8"),
);

/** Names that have both loopback and an address that strangers reach, in both orders and families. */
export const TWO_FACED: Readonly<Record<string, readonly string[]>> = {
  "dual-loopback-first.test": ["127.0.0.1", "203.0.113.7"],
  "dual-public-first.test": ["203.0.113.7", "127.0.0.1"],
  "dual6-loopback-first.test": ["::1", "2001:db8:66::1"],
  "dual6-public-first.test": ["2001:db8:66::1", "::1"],
  "dual-families.test": ["127.0.0.1", "2001:db8:66::1"],
};

/** Every name of the test network's hosts file. */
export const HOST_NAMES: readonly string[] = Object.keys({ ...CORPUS_HOSTS, ...TWO_FACED });

/** A socket that something in the server's namespace listens on. */
export interface Socket {
  readonly address: string;
  readonly port: number;
}

/** Two hosts on one wire: a server, and a stranger who is to get nothing. */
export interface Network {
  /** Runs a command on a host. */
  readonly start: (host: Host, command: string, words: readonly string[], where?: Where) => Running;
  readonly guard: (words: readonly string[], where?: Where) => Running;
  readonly listening: () => Socket[];
  readonly remove: () => void;
}

export type Host = "server" | "stranger";

/** Why no network can be made here; null where it can. */
export function networkMissing(): string | null {
  if (process.getuid?.() !== 0) return "needs root";
  if (!IP) return "needs ip (iproute2)";
  const name = nameOf("try");
  const { status } = spawnSync(IP, ["netns", "add", name]);
  if (status !== 0) return "needs network namespaces";
  spawnSync(IP, ["netns", "del", name]);
  return null;
}

/** Joins two namespaces: each gets a link `lan0` that comes up. */
export type Wire = (names: Readonly<Record<Host, string>>) => void;

/** Makes two namespaces joined by a wire, with nothing else in reach of them. */
export async function makeNetwork(label: string, join: Wire = joinAsMeasured): Promise<Network> {
  const names: Record<Host, string> = {
    server: nameOf(`${label}-server`),
    stranger: nameOf(`${label}-stranger`),
  };
  const remove = () => Object.values(names).map(removeHost);
  removeAbandoned();
  try {
    Object.values(names).map(addHost);
    join(names);
    await waitFor(
      () => Object.values(names).every(isUp),
      20_000,
      () => "the wire is not up",
    );
  } catch (error) {
    remove();
    throw error;
  }
  const enter: Network["start"] = (host, command, words, where) =>
    start(IP ?? "ip", ["netns", "exec", names[host], command, ...words], where);
  return {
    start: enter,
    guard: (words, where) => enter("server", process.execPath, [BIN, ...words], where),
    listening: () => listening(names.server),
    remove,
  };
}

export function ip(...words: readonly string[]): string {
  return execFileSync(IP ?? "ip", words, { encoding: "utf8" });
}

function addHost(name: string): void {
  mkdirSync(etc(name), { recursive: true });
  writeFileSync(`${etc(name)}/hosts`, hostsFile());
  // Without a resolver every name is answered here, or not at all.
  writeFileSync(`${etc(name)}/resolv.conf`, "");
  ip("netns", "add", name);
}

/** The pid says whose it is. */
const nameOf = (label: string) => `guard-test-${process.pid}-${label}`;

/** What a run that was interrupted has left behind. */
function removeAbandoned(): void {
  for (const [name, pid] of ip("netns", "list").matchAll(/^guard-test-([0-9]+)-[\w-]+/gm))
    if (!existsSync(`/proc/${pid}`)) removeHost(name);
}

/** Takes along what still runs on it. */
function removeHost(name: string): void {
  const { stdout } = spawnSync(IP ?? "ip", ["netns", "pids", name], { encoding: "utf8" });
  for (const pid of stdout.split("\n").filter(Boolean)) kill(Number(pid));
  spawnSync(IP ?? "ip", ["netns", "del", name]);
  rmSync(etc(name), { recursive: true, force: true });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function hostsFile(): string {
  return Object.entries({ ...CORPUS_HOSTS, ...TWO_FACED })
    .flatMap(([name, addresses]) => addresses.map((address) => `${address} ${name}\n`))
    .join("");
}

/** No duplicate address detection, and no address but these: what is added can be used at once. */
function joinAsMeasured({ server, stranger }: Readonly<Record<Host, string>>): void {
  // The ends have different numbers, as a container's and its bridge's have.
  ip(
    ..."link add lan0 index 2 netns".split(" "),
    server,
    ..."type veth peer name lan0 index 3 netns".split(" "),
    stranger,
  );
  const addresses: Record<Host, readonly string[]> = {
    server: [...SERVER_ADDRESSES.private, ...SERVER_ADDRESSES.public, SERVER_ADDRESSES.linkLocal],
    stranger: [...STRANGER_ADDRESSES, "fe80::66:2"],
  };
  for (const [host, name] of [
    ["server", server],
    ["stranger", stranger],
  ] as const) {
    ip("-n", name, "link", "set", "lan0", "addrgenmode", "none");
    for (const address of addresses[host]) {
      const family = address.includes(":") ? [`${address}/64`, "nodad"] : [`${address}/24`];
      ip("-n", name, "address", "add", ...family, "dev", "lan0");
    }
    ip("-n", name, "link", "set", "lo", "up");
    ip("-n", name, "link", "set", "lan0", "up");
  }
  // Every other address, too, is asked for on the wire.
  for (const family of ["-4", "-6"])
    ip("-n", stranger, family, "route", "add", "default", "dev", "lan0");
}

function isUp(name: string): boolean {
  return ip("-n", name, "link", "show", "lan0").includes("state UP");
}

const LISTEN = "0A";

function listening(name: string): Socket[] {
  const text = ip("netns", "exec", name, "cat", "/proc/net/tcp", "/proc/net/tcp6");
  return text.split("\n").flatMap((line) => {
    const [, local = "", , state] = line.trim().split(/\s+/);
    const [address = "", port = ""] = local.split(":");
    return state === LISTEN
      ? [{ address: readable(address), port: Number.parseInt(port, 16) }]
      : [];
  });
}

/** The kernel prints addresses as 32-bit words in the order of the machine's bytes. */
function readable(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join(".");
  return (bytes.join("").match(/.{4}/g) ?? []).join(":").toLowerCase();
}
