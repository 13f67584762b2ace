import { expect, it } from "vitest";
import { describeViolation } from "../../src/report/endings/violations.ts";
import { describeNotice } from "../../src/report/notices.ts";
import { type Keeping, keepFolder } from "../../src/watch/private-folder.ts";

/** What is said of a folder that looks like this, and how often it was written again. */
function kept(found: ReturnType<Keeping["look"]>, shared: boolean, error: unknown = null) {
  let restored = 0;
  const { violation, warning } = keepFolder({
    ...{ path: "/s/run", shared, onChange: () => {}, look: () => found },
    restore: () => {
      restored += 1;
      if (error) throw error;
    },
  });
  return {
    violation: violation && { id: violation.id, ...describeViolation(violation) },
    warning: warning && describeNotice(warning),
    restored,
  };
}

const SWAPPED = {
  id: "private-folder-exchanged",
  what: "the private folder /s/run was exchanged, or a file in it: a worker that starts would read what somebody else wrote",
  cause: "it was removed, and another account or program made it anew",
};
const LOST = "the private folder /s/run was removed and cannot be written again";
const full = Object.assign(new Error(), { code: "ENOSPC" });
const there = Object.assign(new Error(), { code: "EEXIST" });

it.each([true, false])("a private folder that is as it was is fine (shared: %j)", (shared) => {
  expect(kept("same", shared)).toEqual({ violation: null, warning: null, restored: 0 });
});

it.each([true, false])("one that was exchanged is the end (shared: %j)", (shared) => {
  expect(kept("swapped", shared)).toEqual({ violation: SWAPPED, warning: null, restored: 0 });
});

it.each([true, false])("one that was lost is written again (shared: %j)", (shared) => {
  expect(kept("lost", shared)).toEqual({
    violation: null,
    warning:
      "the private folder /s/run was removed, or a file in it; it was written again with the same content",
    restored: 1,
  });
});

it("one that cannot be written again is the end where others could be the first", () => {
  expect(kept("lost", true, full)).toEqual({
    violation: {
      id: "private-folder-lost",
      what: `${LOST} (ENOSPC)`,
      cause: "something cleans the folder that it is in, or the disk is full",
    },
    warning: null,
    restored: 1,
  });
  expect(kept("lost", false, full)).toMatchObject({
    violation: null,
    warning: `${LOST} (ENOSPC): a worker that starts fails`,
  });
  expect(kept("lost", false, new Error())).toMatchObject({
    warning: `${LOST} (unknown error): a worker that starts fails`,
  });
});

it.each([true, false])("one that somebody made meanwhile was exchanged (shared: %j)", (shared) => {
  expect(kept("lost", shared, there)).toEqual({ violation: SWAPPED, warning: null, restored: 1 });
});
