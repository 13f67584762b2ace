import { inAscii } from "../report/json.ts";
import { exportTo, typedPassword } from "../shell/command.ts";
import { shellQuote } from "../shell/quote.ts";
import { labelled, printable } from "../terminal/wrap.ts";
import type { Session } from "./context.ts";

/** An account in a list. */
export interface Account {
  readonly username: string;
  readonly isAdmin: boolean;
}

/** What was done, in one line. */
export function renderDone(what: string): string {
  return `${labelled("mlflow-guard: ", what, 2).join("\n")}\n`;
}

/** What is to be known about it. */
export function renderRemark(remark: string): string {
  return `${labelled("  ", remark).join("\n")}\n`;
}

/** Stands right before the password. */
export const SHOWN_ONCE = "  its password, which cannot be shown again:\n";

/** What the person pastes on the own machine; the password is typed there, so that no shell keeps it. */
export function renderPasted({ client, loopback }: Session, name: string): string {
  return [
    "  for the other machine (sh, bash, zsh, fish); the last line asks for the password:",
    `    ${exportTo("MLFLOW_TRACKING_URI", shellQuote(client))}`,
    `    ${exportTo("MLFLOW_TRACKING_USERNAME", shellQuote(name))}`,
    `    ${exportTo("MLFLOW_TRACKING_PASSWORD", typedPassword())}`,
    ...(loopback ? ["  (this URL holds on this machine only)"] : []),
    "",
  ].join("\n");
}

/** One account a line, the kind first: a name may hold blanks. */
export function renderList(accounts: readonly Account[]): string {
  return accounts
    .map(({ username, isAdmin }) => `${isAdmin ? "admin" : "user "}  ${printable(username)}\n`)
    .join("");
}

/** The same for programs, in plain ASCII. */
export function renderJsonList(accounts: readonly Account[]): string {
  const text = JSON.stringify(
    accounts.map(({ username, isAdmin }) => ({ username, admin: isAdmin })),
  );
  return `${inAscii(text)}\n`;
}
