import { readFileSync } from "node:fs";
import type { ContainerUse } from "../types.ts";
import { readProcessOwners } from "./other-users.ts";

/** Who is in this container, and what was mounted into it. */
export function readContainerUse(mounts: string = "/proc/self/mountinfo"): ContainerUse {
  return { users: readProcessOwners(), mounts: mountPoints(textOf(mounts)) };
}

/** The fifth field, with blanks and the like as octal numbers (proc_pid_mountinfo(5)). */
export function mountPoints(text: string): string[] {
  const points = text.split("\n").map((line) => line.split(" ")[4] ?? "");
  return points
    .map((point) =>
      point.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
    )
    .filter((point) => point !== "" && point !== "/");
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
