import { readRegularFile, UNREADABLE } from "./regular-file.ts";

/** The content of a secret file, or why it cannot be used. */
export type SecretFileResult =
  | { readonly value: string }
  | { readonly what: string; readonly fix: string };

const LARGEST_KIB = 64;

/**
 * Reads a secret from a file (Docker, Compose and Kubernetes secrets). One trailing newline is stripped, as every
 * editor writes it; anything else that is not plainly one line is an error, never guessed at.
 */
export function readSecretFile(file: string): SecretFileResult {
  const read = readRegularFile(file, LARGEST_KIB);
  if ("bytes" in read) return readValue(file, read.bytes);
  if (read.problem !== UNREADABLE) return wrong(file, read.problem);
  return {
    what: `${file} ${UNREADABLE}`,
    fix: "give it to the user that starts the server, or let that user read it",
  };
}

function readValue(file: string, bytes: Uint8Array): SecretFileResult {
  let value: string;
  try {
    value = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r?\n$/, "");
  } catch {
    return wrong(file, "is not UTF-8 text");
  }
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
