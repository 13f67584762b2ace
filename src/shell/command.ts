import { shellQuote } from "./quote.ts";

/*
 * What anyone may paste is made here of its parts, and works alike in sh (dash, bash), zsh and fish from 3.4 on: no
 * `${NAME:?}`, no `( )`, no assignment before a command but by `env`.
 */

/** A path where a command takes files: one that begins with a dash is no option. */
export function pathWord(path: string): string {
  return shellQuote(path.startsWith("-") ? `./${path}` : path);
}

/** Makes it this user's own; a link itself, not what it leads to. */
export function takeOwnership(path: string): string {
  return `chown -h "$(id -un)" ${pathWord(path)}`;
}

/** @param mode as chmod(1) takes it: `600`, `go-w`. */
export function changeMode(mode: "600" | "go-w" | "o-w" | "o-rwx", path: string): string {
  return `chmod ${mode} ${pathWord(path)}`;
}

/** The command, where the variable has a value; else it says what to do, and fails: an empty value would be another. */
export function needing(variable: string, toDo: string, command: string): string {
  return `test -n "$${variable}" || ! echo ${shellQuote(toDo)} >&2 && ${command}`;
}

/** The value of a variable, as one word. */
export function variableWord(variable: string): string {
  return `"$${variable}"`;
}

/** What a command prints, as one word. */
export function outputWord(command: string): string {
  return `"$(${command})"`;
}

export function exportTo(variable: string, word: string): string {
  return `export ${variable}=${word}`;
}

/** A home for a user who has none; it outlives a restart of the machine. */
export function newHome(): string {
  return exportTo("HOME", outputWord("mktemp -d /var/tmp/mlflow-guard-XXXXXX"));
}

/** Writes a new key to a file that is not there yet, and that only this user can read. */
export function newKeyFile(path: string): string {
  return `sh -c ${shellQuote(`umask 077; set -C; openssl rand -base64 32 > ${pathWord(path)}`)}`;
}

/**
 * Shows a plain value (letters, digits, `_`, `-`) of an env file as its last line that sets it has it: no line that is
 * commented out, no comment behind it, no quotes.
 */
export function valueInEnvFile(variable: string, file: string): string {
  const line = `/^[^#A-Za-z0-9_]*(export[[:blank:]]+)?${variable}[[:blank:]]*=/`;
  const script = `${line}{s///;s/^[^A-Za-z0-9_-]*//;s/[^A-Za-z0-9_-].*//;p;}`;
  return `sed -nE ${shellQuote(script)} ${pathWord(file)} | tail -n 1`;
}

/** Asks for a password at the terminal; no shell keeps it. MLflow's clients have a Python. */
export function typedPassword(): string {
  return outputWord(`python3 -c ${shellQuote("import getpass; print(getpass.getpass())")}`);
}
