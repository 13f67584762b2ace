import { fstatSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

const [STDIN, STDOUT, STDERR] = [0, 1, 2];
const WRITE_ONLY = 1;

/**
 * Was this program started by nohup? Node gives every signal that its parent ignored its default action back
 * (node.cc, `ResetSignalHandlers`), so that cannot be asked; what nohup leaves is: bash and zsh name it in `_`, a
 * terminal as standard input becomes a `/dev/null` that can only be written to (coreutils, nohup.c), and one as output
 * the file `nohup.out`. Under another shell and without a terminal there is no trace of it.
 */
export function ignoresHangup(env: Readonly<Record<string, string | undefined>>): boolean {
  return basename(env._ ?? "") === "nohup" || hasUnreadableInput() || writesToNohupOut();
}

function hasUnreadableInput(): boolean {
  try {
    if (!fstatSync(STDIN).isCharacterDevice()) return false;
    const flags = /^flags:\s+([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${STDIN}`, "utf8"));
    return (Number.parseInt(flags?.[1] ?? "0", 8) & 3) === WRITE_ONLY;
  } catch {
    return false;
  }
}

function writesToNohupOut(): boolean {
  return [STDOUT, STDERR].some((fd) => {
    try {
      return basename(readlinkSync(`/proc/self/fd/${fd}`)) === "nohup.out";
    } catch {
      return false;
    }
  });
}
