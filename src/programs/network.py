"""
Asks the kernel for the links and the local addresses of this network namespace (rtnetlink(7)). Node opens no netlink
socket, and sysfs does not tell a veth from an ipvlan: neither has a DEVTYPE, and `iflink` differs from `ifindex` for a
macvlan as well. A route of type local makes an address ours that no interface shows (AnyIP), so both ends of each such
range are told, too.

https://github.com/torvalds/linux/blob/v6.12/include/uapi/linux/rtnetlink.h
https://github.com/torvalds/linux/blob/v6.12/include/uapi/linux/if_link.h (IFLA_LINKINFO, IFLA_INFO_KIND)
"""

import json
import socket
import struct

NEWLINK, GETLINK, NEWADDR, GETADDR, NEWROUTE, GETROUTE = 16, 18, 20, 22, 24, 26
REQUEST_DUMP, INTERRUPTED, ERROR, DONE = 0x301, 0x10, 2, 3
LOOPBACK, UP, LOCAL_ROUTE = 772, 1, 2


def dump(kind: int, wanted: int, length: int):
    """The messages of one dump, their fixed part apart; an error if it is not whole."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
        kernel.settimeout(3)
        kernel.bind((0, 0))
        kernel.send(struct.pack("=IHHII", 16 + length, kind, REQUEST_DUMP, 1, 0) + bytes(length))
        while True:
            data = kernel.recv(1 << 20)
            while data:
                size, got, flags, _, _ = struct.unpack_from("=IHHII", data)
                body = data[16:size]
                if got == ERROR or flags & INTERRUPTED or (got == DONE and any(body[:4])):
                    raise OSError("the kernel gave no whole answer")
                if got == DONE:
                    return
                if got == wanted:
                    yield body[:length], attributes(body[length:])
                data = data[(size + 3) & ~3 :]


def attributes(data: bytes):
    found = {}
    while len(data) >= 4:
        size, kind = struct.unpack_from("=HH", data)
        found[kind & 0x3FFF] = data[4:size]
        data = data[(size + 3) & ~3 :]
    return found


def text(raw):
    return None if raw is None else raw.rstrip(b"\0").decode("ascii", "backslashreplace")


def readable(raw: bytes):
    return socket.inet_ntop(socket.AF_INET if len(raw) == 4 else socket.AF_INET6, raw)


def ends(raw: bytes, prefix: int):
    """The first and the last address of a range."""
    free = (1 << (len(raw) * 8 - prefix)) - 1
    first = int.from_bytes(raw, "big") & ~free
    return {readable(one.to_bytes(len(raw), "big")) for one in (first, first | free)}


def links_here():
    """By their index."""
    links = {}
    for head, found in dump(GETLINK, NEWLINK, 16):
        _, kind, index, flags, _ = struct.unpack("=BxHiII", head)
        info = attributes(found.get(18, b""))
        links[index] = {
            "name": text(found.get(3)),
            "kind": text(info.get(1)),
            "up": bool(flags & UP),
            "loopback": kind == LOOPBACK,
        }
    return links


def addresses_here(links: dict):
    """Each with the name of its link, if it has one."""
    addresses = set()
    for head, found in dump(GETADDR, NEWADDR, 8):
        index = struct.unpack_from("=I", head, 4)[0]
        addresses.add((links[index]["name"], readable(found.get(2) or found[1])))
    for head, found in dump(GETROUTE, NEWROUTE, 12):
        family, prefix, kind = head[0], head[1], head[7]
        if kind == LOCAL_ROUTE and family in (socket.AF_INET, socket.AF_INET6):
            raw = found.get(1) or bytes(4 if family == socket.AF_INET else 16)
            link = links.get(struct.unpack("=i", found.get(4, bytes(4)))[0])
            addresses.update((link and link["name"], one) for one in ends(raw, prefix))
    return sorted(addresses, key=str)


def main():
    links = links_here()
    addresses = [{"link": link, "address": address} for link, address in addresses_here(links)]
    print(json.dumps({"links": list(links.values()), "addresses": addresses}))


if __name__ == "__main__":
    main()
