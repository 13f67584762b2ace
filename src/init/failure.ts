import { dirname } from "node:path";
import { shellQuote } from "../shell/quote.ts";
import { NotDone } from "../users/not-done.ts";

/** A failed write of `path` in words; what is no error of the system is thrown on. */
export function asFailure(path: string, error: unknown): NotDone {
  if (error instanceof NotDone) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return new NotDone(...words(path, code));
}

function words(path: string, code: string): [string, string] {
  const folder = dirname(path);
  if (code === "ENOSPC" || code === "EDQUOT")
    return [`no space is left for ${path}`, `free some space: df -h ${shellQuote(folder)}`];
  if (code === "ENOENT")
    return [`the folder ${folder} does not exist`, `mkdir -p ${shellQuote(folder)}`];
  if (code === "EEXIST")
    return [`${path} appeared while it was being written`, "run the command again"];
  if (code === "ENOTDIR" || code === "ELOOP" || code === "ENAMETOOLONG")
    return [`${path} is no place for a file (${code})`, "name another one"];
  const why = code === "EROFS" ? "is on a read-only file system" : "cannot be written by this user";
  return [`${path} ${why}`, "name a place of your own: mlflow-guard init --file ~/mlflow.env"];
}
