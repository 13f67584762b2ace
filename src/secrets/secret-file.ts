import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** The content of a secret file, or why it cannot be used. */
export type SecretFileResult =
  | { readonly value: string }
  | { readonly what: string; readonly fix: string };

const LARGEST = 64 * 1024;

/**
 * Reads a secret from a file (Docker, Compose and Kubernetes secrets). One trailing newline is stripped, as every
 * editor writes it; anything else that is not plainly one line is an error, never guessed at.
 */
export function readSecretFile(file: string): SecretFileResult {
  let handle: number;
  try {
    // Non-blocking: a FIFO without a writer would hang the launcher.
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return openError(file, (error as NodeJS.ErrnoException).code);
  }
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile())
      return wrong(file, stat.isDirectory() ? "is a folder" : "is not a regular file");
    if (stat.size > LARGEST) return wrong(file, "is larger than 64 KiB");
    return readValue(file, readFileSync(handle));
  } finally {
    closeSync(handle);
  }
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

function openError(file: string, code: string | undefined): SecretFileResult {
  if (code === "ENOENT") return wrong(file, "does not exist");
  if (code === "EACCES") {
    return { what: `${file} cannot be read by this user`, fix: `chown "$(id -un)" ${file}` };
  }
  return wrong(file, `cannot be opened (${code ?? "unknown error"})`);
}

function wrong(file: string, what: string): SecretFileResult {
  return {
    what: `${file} ${what}`,
    fix: "put the one-line secret into the file, or unset the variable",
  };
}
