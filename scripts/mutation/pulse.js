import { readFileSync, writeFileSync } from "node:fs";
import { hrtime } from "node:process";

/** Milliseconds for what no mutant is at work in: loading, and a test as it is. */
export const UNDISTURBED = 120_000;

/** The same clock in every process, which stands still with the machine (clock_gettime(2), CLOCK_MONOTONIC). */
const now = () => Number(hrtime.bigint() / 1_000_000n);

/** Notes which mutant is at work, "" for none, and how long it may take. */
export function pulse(path, id, milliseconds) {
  writeFileSync(path, `${id} ${now() + milliseconds}`);
}

/** @returns the mutant at work, "" for none, and whether its time is over; a file that is just written to says nothing */
export function readPulse(path) {
  const [id, deadline] = readFileSync(path, "utf8").split(" ");
  return { id, late: Boolean(deadline) && now() > Number(deadline) };
}
