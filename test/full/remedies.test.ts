import { describe, it } from "vitest";
import { withCleanup } from "../support/guard.ts";
import { REFUSALS } from "../support/refusals.ts";
import { startRemedy } from "../support/remedies.ts";

/** Some are installed, started and stopped, on a machine that may have more to do. */
const PATIENCE = 300_000;

describe.concurrent("every remedy of an error starts", { timeout: PATIENCE }, () => {
  it.for(REFUSALS.filter(({ nameOnly }) => !nameOnly))("$rule: $title", (refusal, {
    expect,
    onTestFinished,
  }) => withCleanup(onTestFinished, () => startRemedy(refusal, expect)));
});
