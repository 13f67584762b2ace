import type { PathReason } from "../facts/types.ts";

/** Why code is not loaded from a folder, as the rest of a sentence that begins with its name. */
export function describePath(reason: PathReason): string {
  switch (reason.code) {
    case "relative":
      return "is relative to the working directory";
    case "inside":
      return "lies in the working directory";
    case "missing":
      return "does not exist, and others may make it later";
    case "no-folder":
      return "is no folder";
    case "writable":
      return "can be written by others";
    case "adds-app":
      return "installs an mlflow.app plugin beside the environment's own";
    case "hides":
      return reason.instead
        ? `holds ${reason.module}, which would run instead of the installed one`
        : `holds ${reason.module}, and it is not known what that would hide`;
  }
}
