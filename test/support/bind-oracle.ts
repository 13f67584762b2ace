import type { Level } from "../../src/net/address-class.ts";
import { PYTHON, start } from "./guard.ts";
import type { Network } from "./network.ts";

/** What Python makes of one spelling. */
export interface Bound {
  /** Every address that a look-up finds. */
  readonly resolved: readonly string[];
  /** What each server's way of binding has bound, and how far that reaches. */
  readonly by: Readonly<Record<Way, readonly (readonly [address: string, level: Level])[]>>;
}

/** uvicorn with several workers, uvicorn with one, gunicorn. */
export const WAYS = ["socket", "asyncio", "gunicorn"] as const;
export type Way = (typeof WAYS)[number];

/**
 * Binds each spelling as the servers do, to port 0 and without listening. In a namespace of its own it may bind any
 * address and look every name up; elsewhere no name is looked up that the hosts file does not have, lest a DNS server
 * be asked. The classes are Python's own reckoning.
 */
const BINDER = `
import ipaddress, json, socket, sys
from gunicorn.util import is_ipv6, parse_address

own = sys.argv[1] == "own"
if own:
    for family in ("ipv4", "ipv6"):
        with open(f"/proc/sys/net/{family}/ip_nonlocal_bind", "w") as setting:
            setting.write("1")
with open("/etc/hosts") as hosts:
    names = {name.lower() for line in hosts for name in line.split("#")[0].split()[1:]}

PRIVATE = [ipaddress.ip_network(n) for n in (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10")]

def level(address):
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.is_loopback:
        return "loopback"
    return "private" if any(ip in network for network in PRIVATE) else "public"

def answered(host):
    if own or host in ("", "<broadcast>", None):
        return True
    try:
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
        return True
    except socket.gaierror:
        return host.encode("idna").decode().lower() in names

def bind(family, address, only=False):
    with socket.socket(family) as s:
        if only:
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        s.bind(address)
        return s.getsockname()[0]

def one(host):
    if not answered(host):
        return []
    return [bind(socket.AF_INET6 if host and ":" in host else socket.AF_INET, (host, 0))]

def resolve(host):
    host = host or None
    if not answered(host):
        return []
    found = socket.getaddrinfo(host, 5000, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return sorted({(family, address) for family, _, _, _, address in found})

def every(host):
    bound = []
    for family, address in resolve(host):
        six = family == socket.AF_INET6
        bound += safely(lambda _: [bind(family, (address[0], 0, *address[2:]), six)], host)
    return bound

def parsed(host):
    address = parse_address(f"{host}:5000")
    if not isinstance(address, tuple) or not answered(address[0]):
        return []
    family = socket.AF_INET6 if is_ipv6(address[0]) else socket.AF_INET
    return [bind(family, (address[0], 0))]

def safely(act, host):
    try:
        return act(host)
    except (OSError, ValueError, RuntimeError, TypeError, OverflowError):
        return []

def classed(addresses):
    return [(address, level(address)) for address in addresses]

json.dump([{
    "resolved": [address[0] for _, address in safely(resolve, host)],
    "by": {
        "socket": classed(safely(one, host)),
        "asyncio": classed(safely(every, host)),
        "gunicorn": classed(safely(parsed, host)),
    },
} for host in json.load(sys.stdin)], sys.stdout)
`;

/** Asks Python, in the server's namespace where there is a network, else here. */
export async function bindAll(
  network: Network | null,
  spelled: readonly string[],
): Promise<readonly Bound[]> {
  const input = JSON.stringify(spelled);
  const running = network
    ? network.start("server", PYTHON, ["-c", BINDER, "own"], { input })
    : start(PYTHON, ["-c", BINDER, "shared"], { input });
  const { code, stdout, stderr } = await running.ended;
  if (code !== 0) throw new Error(`the binding process ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
