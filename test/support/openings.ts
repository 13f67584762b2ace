import type { ChangeableFile, FileRole } from "../../src/facts/types.ts";
import type { Opening } from "../../src/files/who-can-change.ts";

/** An opening as the readers hand it over; of the file itself, to everybody. */
export function opening(path: string, more: Partial<Opening> = {}): Opening {
  return {
    path,
    on: "file",
    how: "everybody",
    owner: 1000,
    sticky: false,
    readOnly: false,
    ...more,
  };
}

export function changeable(
  role: FileRole,
  file: string,
  ...openings: readonly Opening[]
): ChangeableFile {
  return { role, file, openings };
}
