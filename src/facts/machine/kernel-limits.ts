import { readFileSync } from "node:fs";

/**
 * What the kernel hands to a program, in bytes; a word and a variable each end with a zero byte, which counts.
 * @see https://man7.org/linux/man-pages/man2/execve.2.html (Limits on size of arguments and environment)
 */
export interface KernelLimits {
  /** One word or one `NAME=value` (MAX_ARG_STRLEN, 32 pages). */
  readonly each: number;
  /** All of them with their pointers: a quarter of the limit of the stack, at least 128 KiB, at most 6 MiB. */
  readonly total: number;
}

const PAGE = 4096;
const KIB = 1024;

/** Type of the entry of the auxiliary vector that holds the size of a page (getauxval(3)). */
const AT_PAGESZ = 6n;

/**
 * How much this kernel hands to a program; null on a system where that is another matter.
 * @see https://github.com/torvalds/linux/blob/v6.12/fs/exec.c (`bprm_stack_limits`)
 */
export function readKernelLimits(): KernelLimits | null {
  if (process.platform !== "linux") return null;
  const stack = stackLimit();
  return {
    each: 32 * pageSize(),
    total: Math.max(128 * KIB, Math.min(6 * KIB * KIB, Math.floor(stack / 4))),
  };
}

/** Bytes; without a limit, or without /proc to tell, as much as the kernel takes at most. */
function stackLimit(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    return Number(/^Max stack size +(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function pageSize(): number {
  try {
    const bytes = readFileSync("/proc/self/auxv");
    const pairs = new BigUint64Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 8));
    const at = pairs.findIndex((type, index) => index % 2 === 0 && type === AT_PAGESZ);
    return at === -1 ? PAGE : Number(pairs[at + 1] ?? PAGE);
  } catch {
    return PAGE;
  }
}
