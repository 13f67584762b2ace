import { accessSync, closeSync, constants, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { EXIT } from "../exit-codes.ts";
import { EXHAUSTED } from "../files/exhausted.ts";
import { urlHost } from "../net/address-class.ts";
import type { Decision } from "../policy/types.ts";
import type { Ports } from "../ports.ts";
import { confirmAddress } from "./confirm.ts";
import type { PrivateFolderProblem } from "./life/failed-start.ts";
import type { Listener } from "./port.ts";
import {
  createPrivateFolder,
  type PrivateFolder,
  PrivateFolderError,
  privateCandidates,
} from "./private/private-folder.ts";
import { type Guardian, startGuardian } from "./process/guardian.ts";

export { openAudit } from "./audit/audit-file.ts";
export { runServer } from "./life/run-server.ts";
export { StopSignals } from "./life/stop-signals.ts";
export { stopTimeout } from "./life/timeouts.ts";
export { Output } from "./output/output.ts";
export { chooseListener, tryPort } from "./port.ts";
export { type PrivateFolder, writePrivateFiles } from "./private/private-folder.ts";
export { Pulse } from "./private/pulse.ts";
export { type Hints, writeState } from "./private/state-file.ts";
export { askProxy } from "./proxy-claim.ts";

/** An opt-out without a date holds for one start, after the person has typed what will be open. */
export async function confirmed(
  { waived }: Decision,
  listener: Listener,
  asking: Pick<Ports, "err" | "onSignal">,
): Promise<boolean> {
  if (!waived.some(({ until }) => until === null)) return true;
  return confirmAddress(`${urlHost(listener.address)}:${listener.port}`, asking);
}

/** Gives a run its private folder and takes it away afterwards, whatever happens. */
export async function inPrivateFolder(
  ports: Ports,
  stopTimeout: number,
  failed: (problem: PrivateFolderProblem) => void,
  act: (folder: PrivateFolder, guardian: Guardian) => Promise<number>,
): Promise<number> {
  const candidates = privateCandidates(ports.env, ports.uid);
  const paths = candidates.map(({ path }) => path);
  const guardian = startGuardian(paths, stopTimeout);
  let folder: PrivateFolder | null = null;
  try {
    folder = createPrivateFolder(candidates, ports.env, ports.uid);
    return await act(folder, guardian);
  } catch (error) {
    const problem = privateProblem(error, paths);
    if (problem === null) throw error;
    failed(problem);
    return EXIT.notServing;
  } finally {
    guardian.release(wasRemoved(folder));
  }
}

/** What cannot be taken away must not change how a launcher ends. */
function wasRemoved(folder: PrivateFolder | null): boolean {
  try {
    withoutInput(() => folder?.remove());
    return true;
  } catch {
    return false;
  }
}

/** Where no more files may be opened, standard input makes room: nobody needs it at the end, and no limit is below it. */
function withoutInput(act: () => void): void {
  try {
    act();
    return;
  } catch (error) {
    if (!EXHAUSTED.has((error as NodeJS.ErrnoException).code)) throw error;
  }
  closeSync(0);
  try {
    act();
  } finally {
    openSync("/dev/null", "r");
  }
}

/** The variable to name it with: MLflow needs a folder for temporary files, too, and one may do for both. */
function namesFolder(): PrivateFolderProblem["variable"] {
  try {
    accessSync(tmpdir(), constants.W_OK);
    return "XDG_STATE_HOME";
  } catch {
    return "TMPDIR";
  }
}

/** What is wrong with the private folder, where it is that: it cannot be made, or not filled. */
function privateProblem(
  error: unknown,
  candidates: readonly string[],
): PrivateFolderProblem | null {
  const id = "private-folder-unusable";
  if (error instanceof PrivateFolderError)
    return { id, why: "not-made", tried: error.tried, variable: namesFolder() };
  const { code, path } = error as NodeJS.ErrnoException;
  const isOurs = candidates.some((folder) => path?.startsWith(folder));
  // Node names no path where a write fails, only where an open does.
  const isFull = code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
  if (!isOurs && !isFull) return null;
  return { id, why: "not-written", candidates, error: String(code), variable: namesFolder() };
}
