import { hasControl } from "../intent/auth-config.ts";
import { quoted } from "../secrets/quoted.ts";
import { NotDone } from "../users/not-done.ts";

/** An account as MLflow's client sends it. */
export interface Account {
  readonly user: string;
  readonly password: string;
}

/**
 * The keys of the section `[mlflow]` in `~/.mlflow/credentials`.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/utils/credentials.py
 */
const USER_KEY = "mlflow_tracking_username";
const PASSWORD_KEY = "mlflow_tracking_password";

/** Without a byte order mark and other control characters; lines that begin with a section, a key or a comment. */
const PLAIN = /^(?:[\t\n\x20-\x7e\x80-\ufefe]|\r\n)*$/;

const HEADER = /^\[([^\]]*)\]/;

/**
 * The credentials file with this account in it; all else stays.
 * @param replace whether the account of another person may go.
 * @param again the command that replaces it.
 * @throws NotDone where the file is not plain enough to be sure of what MLflow reads.
 */
export function withAccount(
  old: string,
  account: Account,
  replace: boolean,
  again: string,
): string {
  if (account.user.includes(":"))
    throw new NotDone("a name with a colon is none for HTTP", "name the account: --username NAME");
  if (!PLAIN.test(old))
    throw new NotDone("~/.mlflow/credentials is no plain text", "fix it by hand, or move it away");
  const lines = old === "" ? [] : old.replace(/\r?\n$/, "").split(/\r?\n/);
  const [start, end] = sectionOf(lines);
  const inside = lines.slice(start, end);
  const before = inside.map((line) => settingOf(line, USER_KEY)).find((value) => value !== null);
  if (before && before !== escaped(account.user) && !replace) {
    const what = `~/.mlflow/credentials holds the account ${quoted(before)} already`;
    throw new NotDone(what, again);
  }
  const kept = inside.filter(
    (line) => settingOf(line, USER_KEY) === null && settingOf(line, PASSWORD_KEY) === null,
  );
  const header = start === lines.length ? ["[mlflow]"] : [];
  const own = [
    `${USER_KEY} = ${escaped(account.user)}`,
    `${PASSWORD_KEY} = ${escaped(account.password)}`,
  ];
  const all = [...lines.slice(0, start), ...header, ...own, ...kept, ...lines.slice(end)];
  return `${all.join("\n")}\n`;
}

/** Where the lines of `[mlflow]` begin and end; both at the end of the file where there is none. */
function sectionOf(lines: readonly string[]): [number, number] {
  const headers = lines.flatMap((line, at) => (HEADER.test(line) ? [at] : []));
  const own = headers.filter((at) => HEADER.exec(lines[at] ?? "")?.[1] === "mlflow");
  const at = own[0] ?? lines.length;
  const end = headers.find((next) => next > at) ?? lines.length;
  const odd =
    lines.some((line) => /^\s+\[/.test(line)) ||
    lines.slice(at + 1, end).some((line) => /^\s+[^\s#;]/.test(line));
  if (own.length > 1 || odd) {
    const what = own.length > 1 ? "two sections [mlflow]" : "indented lines";
    throw new NotDone(`~/.mlflow/credentials has ${what}`, "fix it by hand, or move it away");
  }
  return [Math.min(at + 1, end), end];
}

function settingOf(line: string, key: string): string | null {
  const [, name, value] = /^([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
  return name?.toLowerCase() === key ? (value ?? "") : null;
}

/** As Python's configparser takes it: a percent sign is doubled. What it would strip or split cannot be kept. */
function escaped(value: string): string {
  if (value === "" || value !== value.trim() || hasControl(value)) {
    const what = "the name or password is empty, or holds a line break or a blank at its ends";
    throw new NotDone(what, "MLflow's credentials file cannot hold it; set another password");
  }
  return value.replaceAll("%", "%%");
}
