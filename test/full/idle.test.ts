import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { freePort, startGuard, waitFor } from "../support/guard.ts";
import { LOGIN } from "../support/stand-in.ts";

const SECONDS = 60;
const MOST_PERCENT = 1;

/** Seconds of processor time that a process has used: user and system, in ticks of a hundredth (proc(5), stat). */
function used(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const title = `the watch over an idle server costs at most ${MOST_PERCENT} % of a core`;

it(title, { timeout: 4 * SECONDS * 1000 }, async () => {
  const words = ["server", "--app-name", "basic-auth", "--port", String(await freePort())];
  const guard = startGuard(words, { env: LOGIN });
  await guard.ready();
  const [from, before] = [performance.now(), used(guard.pid)];
  await waitFor(() => performance.now() - from > SECONDS * 1000, 2 * SECONDS * 1000);
  const percent = ((used(guard.pid) - before) / ((performance.now() - from) / 1000)) * 100;
  console.log(`idle watch: ${percent.toFixed(2)} % of a core over ${SECONDS} s`);
  expect(percent).toBeLessThanOrEqual(MOST_PERCENT);
  await guard.stop();
});
