import { isIP } from "node:net";
import fc from "fast-check";
import { Address4, Address6 } from "ip-address";
import { describe, expect, it } from "vitest";
import { canonicalAddress, unmapped } from "../../src/net/address.ts";
import { levelOf } from "../../src/net/address-class.ts";

/** Addresses in every spelling, and text that only looks like one. */
const spellings = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc
    .tuple(fc.constantFrom("::ffff:", "::", "64:ff9b::", "::ffff:0:"), fc.ipV4())
    .map((parts) => parts.join("")),
  fc.stringMatching(/^[0-9a-fA-F:.x]{0,24}$/),
  fc.stringMatching(/^[0-9]{1,3}(\.[0-9]{1,4}){1,4}$/),
);

describe("addresses, against ip-address and net.isIP", () => {
  it("are the same ones, in the same canonical form", () => {
    fc.assert(
      fc.property(spellings, (text) => {
        const canonical = canonicalAddress(text);
        expect([text, canonical !== null]).toEqual([text, isIP(text) !== 0]);
        if (isIP(text) === 4) expect(canonical).toBe(new Address4(text).correctForm());
        if (isIP(text) === 6) expect(canonical).toBe(new Address6(text).correctForm());
      }),
      { numRuns: 20_000 },
    );
  });

  it("are never classed narrower than ip-address classes them", () => {
    fc.assert(
      fc.property(spellings, (text) => {
        const plain = unmapped(text);
        if (isIP(plain) === 4) {
          const address = new Address4(plain);
          expect(levelOf(text) === "loopback").toBe(address.isLoopback());
          expect(levelOf(text) === "private").toBe(
            address.isPrivate() || address.isLinkLocal() || address.isCGNAT(),
          );
        } else if (isIP(plain) === 6) {
          const address = new Address6(plain);
          expect(levelOf(text) === "loopback").toBe(address.correctForm() === "::1");
          expect(levelOf(text) === "private").toBe(
            address.isULA() || address.isInSubnet(new Address6("fe80::/10")),
          );
        } else expect(levelOf(text)).toBe("public");
      }),
      { numRuns: 20_000 },
    );
  });
});
