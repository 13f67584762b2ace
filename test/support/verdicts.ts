import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { levelOf } from "../../src/net/address-class.ts";
import { makeFolder } from "./guard.ts";
import type { Network } from "./network.ts";
import { processesWith } from "./processes.ts";
import { gotIn, shown } from "./stranger.ts";
import {
  type Attempt,
  type Checked,
  checkHere,
  launch,
  nothingIsLeft,
  type Outcome,
  type Report,
} from "./trial.ts";

/** What MLflow makes in its working directory before anything else. */
const TRACES = ["mlflow.db", "mlruns"];

/** What the run has seen, for its last line. */
export class Figures {
  cases = 0;
  refused = 0;
  started = 0;
  ended = 0;
  asked = 0;
  readonly statuses = new Map<number, number>();

  count({ ready, outside, inside }: Outcome): void {
    if (ready) this.started++;
    else this.ended++;
    this.asked += outside.length + inside.length;
    for (const { status } of outside)
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }

  toString(): string {
    const { cases, refused, started, ended, asked } = this;
    const strangers = [...this.statuses]
      .map(([status, times]) => `${times} x ${status || "no connection"}`)
      .join(", ");
    return (
      `${cases} cases: ${refused} refused, ${started} started, ${ended} ended before they were ready; ` +
      `${asked} requests; the stranger got ${strangers}`
    );
  }
}

/** Checks it; what is refused must not start, and what is allowed is started and must not let the stranger in. */
export async function tryOut(
  network: Network,
  attempt: Attempt,
  figures: Figures,
): Promise<{ checked: Checked; outcome: Outcome | null }> {
  const checked = await checkHere(network, attempt);
  figures.cases++;
  if (!checked.report || checked.status !== 0) {
    await refuses(network, attempt, checked);
    figures.refused++;
    return { checked, outcome: null };
  }
  const outcome = await launch(network, attempt, checked.report);
  figures.count(outcome);
  judge(checked.report, outcome);
  return { checked, outcome };
}

/** `server` says what `check` says, and MLflow was never there. */
export async function refuses(
  network: Network,
  attempt: Attempt,
  { status, said }: Checked,
): Promise<void> {
  expect([64, 78], said).toContain(status);
  const mark = makeFolder();
  const env = { ...attempt.env, GUARD_TEST_MARK: mark };
  const ended = await network.guard(attempt.words("server"), { cwd: attempt.cwd, env }).ended;
  expect([ended.code, ended.signal], ended.stderr).toEqual([status, null]);
  expect(TRACES.filter((name) => existsSync(join(attempt.cwd, name)))).toEqual([]);
  await nothingIsLeft(network, () => processesWith(`GUARD_TEST_MARK=${mark}`));
}

export function judge({ login, plan, exposure }: Report, outcome: Outcome): void {
  const { ready, code, said, outside, inside } = outcome;
  const title = `--host ${exposure.requested}`;
  expect(outside.filter(gotIn).map(shown), title).toEqual([]);
  // What counts is where it listens: a name may be public, and the address chosen for it loopback.
  const near = plan?.listeners.every(({ address }) => levelOf(address) === "loopback") === true;
  if (near) expect(outside.filter(({ status }) => status !== 0).map(shown)).toEqual([]);
  if (!ready) {
    expect(code, said).not.toBe(0);
    return;
  }
  expect(code, said).toBe(0);
  const got = (answers: Outcome["inside"]) => answers.map(({ status }) => status);
  if (login.app === null) {
    expect(got(inside), "the asker gets answers").toContain(200);
    return;
  }
  // Also where no stranger can come: the login must ask whoever can.
  expect(inside.filter(gotIn).map(shown), title).toEqual([]);
  expect(got(inside), title).toContain(401);
  if (!near) expect(got(outside), title).toContain(401);
}
