import { closeSync, openSync } from "node:fs";

/** Descriptors that a start needs beside those that are open: sockets of the proof, /proc, pipes of the children. */
const NEEDED = 64;

/**
 * Sees to it that a start does not run out of descriptors halfway, where each place would fail in its own way.
 * @throws the system's error, EMFILE or ENFILE.
 */
export function mustHaveDescriptors(): void {
  const open: number[] = [];
  try {
    while (open.length < NEEDED) open.push(openSync("/dev/null", "r"));
  } finally {
    for (const fd of open) closeSync(fd);
  }
}
