import fc from "fast-check";

const OCTETS = [0, 1, 2, 10, 16, 64, 66, 100, 113, 127, 168, 169, 172, 192, 203, 254, 255, 256];

const octet = fc.oneof(fc.constantFrom(...OCTETS), fc.nat(300));

/** Addresses of every class, so that changes of them meet the borders between the classes. */
const KNOWN_V4 = [
  ..."0.0.0.0 127.0.0.1 127.0.0.2 127.255.255.255 126.255.255.255 128.0.0.1 0.0.0.1".split(" "),
  ..."10.66.0.1 192.168.77.1 172.15.0.1 172.16.5.1 172.32.0.1 169.254.10.1 100.64.0.66".split(" "),
  ..."100.128.0.1 203.0.113.7 8.8.4.66 255.255.255.255 224.0.0.1".split(" "),
].map((text) => text.split(".").map(Number));

const quad = fc.oneof(
  fc.constantFrom(...KNOWN_V4),
  fc.tuple(octet, octet, octet, octet),
  fc.tuple(fc.constantFrom(127, 10), octet, octet, octet),
);

/** A number as the C library's `inet_aton` reads it. */
const NUMBERS: readonly ((n: number) => string)[] = [
  String,
  String,
  String,
  (n) => `0${n.toString(8)}`,
  (n) => `0x${n.toString(16)}`,
  (n) => `0X${n.toString(16).toUpperCase()}`,
  (n) => `00${n}`,
  (n) => n.toString(8).padStart(6, "0"),
];

/** Full stops, and what becomes one in a host name. */
const DOTS = [".", ".", ".", ".", "\u3002", "\uff0e", "\uff61"];

/** `a.b.c.d`, and the short forms in which the last part holds the rest. */
const ipv4 = fc
  .record({
    bytes: quad,
    parts: fc.constantFrom(4, 4, 4, 3, 2, 1),
    forms: fc.array(fc.constantFrom(...NUMBERS), { minLength: 4, maxLength: 4 }),
    dot: fc.constantFrom(...DOTS),
  })
  .map(({ bytes, parts, forms, dot }) => {
    const rest = bytes.slice(parts - 1).reduce((sum, byte) => sum * 256 + byte, 0);
    return [...bytes.slice(0, parts - 1), rest]
      .map((part, at) => (forms[at] ?? String)(part))
      .join(dot);
  });

/** As the launcher understands it, unless a change follows. */
const plainIpv4 = quad.map((bytes) => bytes.join("."));

const KNOWN_V6 = ["::", "::1", "::2", "fd00:66::1", "fc00::", "fbff::1", "fe80::66:1", "fec0::1"]
  .concat("2001:db8:66::1 2600:66::1 ff02::1 64:ff9b::7f00:1 2002:7f00:1:: 1::".split(" "))
  .concat("0:0:0:0:0:0:0:1 0:0:0:0:0:0:0:0 0:8080::1 0:0:0:0:0:ffff:7f00:1 0::1".split(" "));

const group = fc.oneof(
  fc.constantFrom("0", "1", "ffff", "fd00", "fe80", "7f00", "0000", "0001"),
  fc.nat(0xffff).map((n) => n.toString(16)),
);

const ipv6 = fc.oneof(
  fc.constantFrom(...KNOWN_V6),
  fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(":")),
  fc
    .tuple(fc.array(group, { maxLength: 4 }), fc.array(group, { maxLength: 3 }))
    .map(([left, right]) => `${left.join(":")}::${right.join(":")}`),
  fc
    .tuple(fc.constantFrom("::ffff:", "::FFFF:", "::", "0:0:0:0:0:ffff:", "64:ff9b::"), quad)
    .map(([head, bytes]) => `${head}${bytes.join(".")}`),
);

type Change = (text: string) => string;

/** Every digit as another that Python's look-up of a name turns into it, or does not. */
const digitsFrom =
  (zero: number): Change =>
  (text) =>
    text.replace(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)));

const ZEROS = [0xff10, 0x2070, 0x2080, 0x1d7ce, 0x1d7f6, 0x0660, 0x0966];

const wide: Change = (text) =>
  text.replace(/[!-~]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0));

const BLANKS = [" ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2003"];
const HIDDEN = ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u0307"];
const TAILS = [".", "..", ":", ":0", ":5001", ": 5001", ":50_01", ":5001:", "%0", "%1", "%lo"]
  .concat("%lan0 %25lan0 /8 /24 #x ?x @127.0.0.1 ,0.0.0.0 .test".split(" "))
  .concat(BLANKS, HIDDEN);
const HEADS = ["[", "tcp://", "tcp://tcp://", "//", "http://", "0.0.0.0,", "a@", "-", "0"].concat(
  BLANKS,
  HIDDEN,
);
const ALPHABET = Array.from("0123456789abcdefxX.:[]%-_ \u3002\uff10\u24ea\u00b9\u2460\u217c*");

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(...TAILS).map(
    (tail): Change =>
      (text) =>
        `${text}${tail}`,
  ),
  fc.constantFrom(...HEADS).map(
    (head): Change =>
      (text) =>
        `${head}${text}`,
  ),
  fc.constantFrom(...ZEROS).map(digitsFrom),
  fc.constantFrom<Change>(
    wide,
    (text) => `[${text}]`,
    (text) => `[${text}`,
    (text) => `${text}]`,
    (text) => `[${text}]:5001`,
    (text) => `::ffff:${text}`,
    (text) => text.toUpperCase(),
    (text) => text.replace(/0/, ""),
    (text) => text.replace(/:/, "\uff1a"),
    (text) => text.split(".").reverse().join("."),
  ),
  fc.record({ at: fc.nat(40), letter: fc.constantFrom(...ALPHABET, ""), over: fc.nat(1) }).map(
    ({ at, letter, over }): Change =>
      (text) => {
        const letters = Array.from(text);
        letters.splice(at % (letters.length + 1), over, letter);
        return letters.join("");
      },
  ),
);

/** A name with some letters in the other case. */
const cased = (names: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...names), fc.nat(255))
    .map(([name, bits]) =>
      Array.from(name, (letter, at) =>
        (bits >> (at % 8)) & 1 ? letter.toUpperCase() : letter,
      ).join(""),
    );

const ODD = ["", "*", "<broadcast>", "-", "0", "[]", "localhost", "localhost.", "fd://0", "unix:x"];

/** Spellings of addresses, canonical ones among them, and of these names. */
export function spellings(names: readonly string[]): fc.Arbitrary<string> {
  const text = fc.oneof(
    { weight: 7, arbitrary: ipv4 },
    { weight: 3, arbitrary: plainIpv4 },
    { weight: 5, arbitrary: ipv6 },
    { weight: 2, arbitrary: cased(names) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD) },
  );
  return fc
    .tuple(text, fc.array(change, { maxLength: 2 }))
    .map(([start, changes]) => changes.reduce((spelled, act) => act(spelled), start));
}
