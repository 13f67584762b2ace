import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, type ExpectStatic, it } from "vitest";
import { EXIT } from "../../src/exit-codes.ts";
import { BIN, shared, start, waitFor, whenFinished, withCleanup } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { processesWith, statesOf } from "../support/processes.ts";
import { prepareStandIn, standInMlflow } from "../support/stand-in.ts";
import { expectNothingLeft } from "../support/traces.ts";

const STOP_TIMEOUT = 2;
const ORPHANS = 20;

const mlflow = shared(() => standInMlflow(undefined, "orphans"));

const LAUNCHER = [process.execPath, BIN];
/** A process table of its own; what is started first is PID 1 there, and all of it goes with unshare. */
const CONTAINER = "unshare --pid --fork --kill-child --mount-proc --".split(" ");

const OWN_TABLE = "a process table of one's own";

/** What starts it, what that needs, and who is signalled. */
const INITS = [
  ["nothing", needs(), [], LAUNCHER],
  ["tini as a subreaper", needs("tini"), [], ["tini", "-s", "--", ...LAUNCHER]],
  ["tini as PID 1", needs("tini", OWN_TABLE), CONTAINER, ["tini", "--", ...LAUNCHER]],
  ["tini -g as PID 1", needs("tini", OWN_TABLE), CONTAINER, ["tini", "-g", "--", ...LAUNCHER]],
  ["the launcher itself as PID 1", needs(OWN_TABLE), CONTAINER, LAUNCHER],
] as const;

async function startOrphans([file = "", ...words]: readonly string[], name: string) {
  const stand = await prepareStandIn("plain", {
    ORPHANS: name,
    MLFLOW_GUARD_MLFLOW: mlflow(),
    MLFLOW_GUARD_STOP_TIMEOUT: String(STOP_TIMEOUT),
  });
  const guard = start(file, [...words, ...stand.words], stand);
  // unshare takes no other signal, and takes its container along.
  whenFinished(() => guard.signal("SIGKILL"));
  await guard.ready();
  stand.trigger();
  await waitFor(() => statesOf(name).filter((state) => state !== "Z").length === ORPHANS);
  return { ...stand, guard };
}

type Orphans = Awaited<ReturnType<typeof startOrphans>>;

/** Ends it as `docker stop` does, by a signal to the first process. */
async function stop(expect: ExpectStatic, { guard, ...stand }: Orphans, first: readonly string[]) {
  const called = processesWith(stand.mark).find(({ argv }) => argv.startsWith(first.join(" ")));
  const since = performance.now();
  process.kill(called?.pid ?? Number.NaN, "SIGTERM");
  expect((await guard.ended).code).toBe(EXIT.ok);
  await expectNothingLeft(stand, STOP_TIMEOUT, since);
}

/** The kernel keeps 15 characters. */
const newName = () => `orphan-${randomBytes(4).toString("hex")}`;

describe.concurrent.for(INITS)("orphans of MLflow behind %s", ([, possible, outside, first]) => {
  const command = [...outside, ...first];

  it("leave no zombie", possible, ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const name = newName();
      const stand = await startOrphans(command, name);
      writeFileSync(join(stand.cwd, "release"), "");
      const states = () => statesOf(name);
      await waitFor(
        () => states().length === 0,
        5000,
        () => states().join(" "),
      );
      await stop(expect, stand, first);
    }),
  );

  it("end with it", possible, ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const name = newName();
      await stop(expect, await startOrphans(command, name), first);
      await waitFor(() => statesOf(name).length === 0);
    }),
  );
});
