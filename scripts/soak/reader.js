import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";

/** Characters that are kept. */
const KEPT = 4_000_000;

/** A pipe whose other end a program is given: it is read, read no further, or closed at this end. */
export function makeReader(path) {
  execFileSync("mkfifo", [path]);
  // A reader first: without one the other end cannot be opened.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const childEnd = openSync(path, constants.O_WRONLY);
  rmSync(path);
  const source = new Socket({ fd, readable: true, writable: false });
  let text = "";
  let gone = false;
  source.setEncoding("utf8").on("data", (chunk) => {
    text = (text + chunk).slice(-KEPT);
  });
  source.on("error", () => source.destroy());
  return {
    childEnd,
    handOver: () => closeSync(childEnd),
    /** Without the noise that the soak itself makes, on one line. */
    text: () => text.replace(/noise x*\n/g, "").replace(/\s+/g, " "),
    pause: () => source.pause(),
    resume: () => source.resume(),
    vanish: () => {
      gone = true;
      source.destroy();
    },
    isGone: () => gone,
  };
}
