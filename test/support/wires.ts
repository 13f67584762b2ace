import { ip, type Wire } from "./network.ts";

const PEER = {
  v4: "10.66.0.2/24",
  public: "203.0.113.8/24",
  v6: "2001:db8:66::2/64",
  ula: "fd00:66::2/64",
};

/** An `ip` command in a namespace, as one text. */
function within(name: string, command: string): void {
  ip("-n", name, ...command.split(" "));
}

/** Gives the server its addresses, lets the stranger look for every address on the wire, and brings all up. */
function dress(server: string, stranger: string, addresses: readonly string[]): void {
  const give = (name: string, address: string) =>
    within(name, `address add ${address} dev lan0${address.includes(":") ? " nodad" : ""}`);
  for (const address of addresses) give(server, address);
  for (const address of Object.values(PEER)) give(stranger, address);
  for (const name of [server, stranger])
    for (const link of ["lo", "lan0"]) within(name, `link set ${link} up`);
  for (const family of ["-4", "-6"]) within(stranger, `${family} route add default dev lan0`);
}

/** A pair, as engines make it, whose ends have the same number by coincidence: `ifindex` equals `iflink`. */
export function pair(addresses: readonly string[], more: readonly string[] = []): Wire {
  return ({ server, stranger }) => {
    within(server, `link add lan0 index 7 type veth peer name lan0 index 7 netns ${stranger}`);
    dress(server, stranger, addresses);
    for (const command of more) within(server, command);
  };
}

/** A link on top of the stranger's own wire, handed to the server: it has a place of its own on that network. */
export function onTop(kind: "macvlan" | "macvtap", addresses: readonly string[]): Wire {
  return ({ server, stranger }) => {
    within(stranger, "link add lan0 type veth peer name lower");
    within(stranger, `link add upper link lower type ${kind} mode bridge`);
    within(stranger, `link set upper netns ${server} name lan0`);
    within(stranger, "link set lower up");
    dress(server, stranger, addresses);
  };
}

/** A bridge in the server's namespace, with a port that leads to the stranger. */
export function bridge(addresses: readonly string[]): Wire {
  return ({ server, stranger }) => {
    within(server, `link add port type veth peer name lan0 netns ${stranger}`);
    within(server, "link add lan0 type bridge");
    within(server, "link set port master lan0 up");
    dress(server, stranger, addresses);
  };
}
