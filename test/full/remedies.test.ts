import { describe, it } from "vitest";
import { withCleanup } from "../support/guard.ts";
import { REFUSALS } from "../support/refusals.ts";
import { startRemedy } from "../support/remedies.ts";

describe("every remedy of an error starts", () => {
  it.for(REFUSALS.filter(({ nameOnly }) => !nameOnly))("$rule: $title", (refusal, {
    expect,
    onTestFinished,
  }) => withCleanup(onTestFinished, () => startRemedy(refusal, expect)));
});
