import { describe, expect, it } from "vitest";
import { describeViolation } from "../../../src/report/endings/violations.ts";
import { describeNotice } from "../../../src/report/notices.ts";
import { Blindness, type Unseen } from "../../../src/watch/sockets/blindness.ts";
import { CannotLook } from "../../../src/watch/sockets/proc.ts";

const EMFILE = new CannotLook("EMFILE");

/** As it is said. */
const said = ({ warning, violation }: Unseen) => ({
  warning: warning && describeNotice(warning),
  violation: violation && { id: violation.id, ...describeViolation(violation) },
});

describe("a watch that cannot look", () => {
  it("says so once, with what happens next, and that it can again", () => {
    const blindness = new Blindness(false);
    expect(blindness.ended(0)).toBe(null);
    expect(said(blindness.failed(EMFILE, 1000))).toEqual({
      warning:
        "could not look at the processes and sockets of the server (EMFILE); it goes on unwatched, for this machine only, until that ends",
      violation: null,
    });
    expect(blindness.failed(EMFILE, 900_000)).toEqual({ warning: null, violation: null });
    const again = blindness.ended(902_000);
    expect(again && describeNotice(again)).toBe(
      "the processes and sockets of the server can be looked at again, after 901 s",
    );
    expect(blindness.ended(903_000)).toBe(null);
    expect(blindness.failed(EMFILE, 904_000).warning).not.toBe(null);
  });

  it("stops a server that others can reach after ten seconds without a look", () => {
    const blindness = new Blindness(true);
    expect(said(blindness.failed(EMFILE, 5000)).warning).toContain(
      "if that lasts 10 s, the server is stopped",
    );
    expect(blindness.failed(EMFILE, 14_999)).toEqual({ warning: null, violation: null });
    expect(said(blindness.failed(EMFILE, 15_000))).toEqual({
      warning: null,
      violation: {
        id: "cannot-look",
        what: "could not look at the processes and sockets of the server (EMFILE) for 10 s",
        cause: "the launcher, or this system, ran out of open files or memory",
      },
    });
  });

  it("counts anew after a look that succeeded", () => {
    const blindness = new Blindness(true);
    blindness.failed(EMFILE, 0);
    blindness.ended(9000);
    expect(blindness.failed(EMFILE, 11_000).violation).toBe(null);
    expect(blindness.failed(EMFILE, 20_999).violation).toBe(null);
  });
});
