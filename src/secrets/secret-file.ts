import { lstatSync } from "node:fs";
import { decodeUtf8 } from "../files/utf8.ts";
import { readRegularFile, UNREADABLE } from "./regular-file.ts";

/** The content of a secret file, or why it cannot be used. */
export type SecretFileResult =
  | { readonly value: string }
  | { readonly what: string; readonly fix: string };

const LARGEST_KIB = 64;

/** Somebody may have put the secret itself where its file belongs: only the name of what is there is a name. */
const NOT_SHOWN = "the file that it names (not shown, it may be the secret itself)";

function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Reads a secret from a file (Docker, Compose and Kubernetes secrets). One trailing newline is stripped, as every
 * editor writes it; anything else that is not plainly one line is an error, never guessed at.
 */
export function readSecretFile(file: string): SecretFileResult {
  const read = readRegularFile(file, LARGEST_KIB);
  if ("bytes" in read) return readValue(file, read.bytes);
  const named = isThere(file) ? file : NOT_SHOWN;
  if (read.problem !== UNREADABLE) return wrong(named, read.problem);
  return {
    what: `${named} ${UNREADABLE}`,
    fix: "give it to the user that starts the server, or let that user read it",
  };
}

function readValue(file: string, bytes: Uint8Array): SecretFileResult {
  const value = decodeUtf8(bytes)?.replace(/\r?\n$/, "");
  if (value === undefined) return wrong(file, "is not UTF-8 text");
  if (value === "") return wrong(file, "is empty");
  if (value.includes("\0")) return wrong(file, "holds a NUL byte");
  if (/[\r\n]/.test(value)) return wrong(file, "holds more than one line");
  return { value };
}

function wrong(file: string, what: string): SecretFileResult {
  return {
    what: `${file} ${what}`,
    fix: "put the one-line secret into the file, or unset the variable",
  };
}
