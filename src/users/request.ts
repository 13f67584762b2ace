import { nearest } from "../intent/argv/nearest.ts";
import type { UsageProblem } from "../intent/types.ts";
import { nameProblem } from "./username.ts";

export const ACTIONS = ["add", "list", "passwd", "remove"] as const;

export type Action = (typeof ACTIONS)[number];

/** What was asked of the accounts, as it stood on the command line. */
export interface UserRequest {
  readonly action: Action;
  /** Empty for `list`. */
  readonly name: string;
  readonly url: string | undefined;
  readonly admin: string | undefined;
  readonly adminPasswordFile: string | undefined;
  readonly envFile: string | undefined;
  readonly passwordFile: string | undefined;
  readonly prompt: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  /** In the store itself, without a server. */
  readonly offline: boolean;
  /** The MLflow whose libraries reach the store. */
  readonly mlflow: string | undefined;
}

/** Options that mean something to some actions only. */
const ONLY: Readonly<Record<string, readonly Action[]>> = {
  "password-file": ["add", "passwd"],
  prompt: ["add", "passwd"],
  yes: ["remove"],
  format: ["list"],
  offline: ["passwd"],
  "guard-mlflow": ["passwd"],
};

/** Options that ask a server, which `--offline` does without. */
const ASKING = ["url", "admin", "admin-password-file", "prompt"];

const PASSWORD_OPTION =
  /^--?(?:(?:admin|new|user)[-_]?)?(?:pass(?:wd|word|phrase)?|pwd?|secret)(?:=|$)/i;

/**
 * What yargs must not read, since it would repeat it: a password on the command line is seen by everybody on the
 * machine, and stays in the shell's history.
 */
export function wordProblem(typed: readonly string[]): UsageProblem | null {
  const end = typed.indexOf("--");
  const words = end === -1 ? typed : typed.slice(0, end);
  if (words.some((word) => PASSWORD_OPTION.test(word))) {
    const what = "a password on the command line is seen by everybody on this machine (ps)";
    return {
      what,
      fix: "use --admin-password-file, --password-file or --prompt; it is not repeated here, but stands in the shell's history",
    };
  }
  if (words.some((word) => /^-[^-]/.test(word)))
    return { what: "a word begins with a single dash", fix: "options begin with two: --url" };
  return null;
}

/** Reads what yargs made of the command line. */
export function readRequest(
  values: Readonly<Record<string, unknown>>,
): { readonly request: UserRequest } | { readonly problem: UsageProblem } {
  const [word, name = "", ...more] = [values._ ?? []].flat().map(String);
  const action = ACTIONS.find((known) => known === word);
  const text = (key: string) => (values[key] === undefined ? undefined : String(values[key]));
  if (!action) return { problem: noAction(word) };
  const problem = misplaced(action, values) ?? namesProblem(action, name, more.length);
  if (problem) return { problem };
  return {
    request: {
      action,
      name,
      url: text("url"),
      admin: text("admin"),
      adminPasswordFile: text("admin-password-file"),
      envFile: text("env-file"),
      passwordFile: text("password-file"),
      prompt: values.prompt === true,
      yes: values.yes === true,
      json: values.format === "json",
      offline: values.offline === true,
      mlflow: text("guard-mlflow"),
    },
  };
}

/** What other programs call it: useradd(8), userdel(8), git, docker, kubectl. */
const OTHER_WORDS: Readonly<Record<Action, readonly string[]>> = {
  add: ["create", "new", "make", "invite", "useradd", "adduser"],
  list: ["ls", "show", "get", "all", "users"],
  passwd: ["password", "reset", "set-password", "reset-password", "change-password", "pw"],
  remove: ["delete", "rm", "del", "drop", "userdel", "deluser"],
};

/** What it is called here: by another word first, since `del` is no misspelling of a word that it is near to. */
function meantBy(word: string): Action | undefined {
  const small = word.toLowerCase();
  return (
    ACTIONS.find((action) => action === small || OTHER_WORDS[action].includes(small)) ??
    ACTIONS.find((action) => action === nearest(word, ACTIONS))
  );
}

function noAction(word: string | undefined): UsageProblem {
  const near = word === undefined ? undefined : meantBy(word);
  const fix = near ? `did you mean ${near}?` : `mlflow-guard user ${word ? "--help" : "add NAME"}`;
  return { what: "user needs add, list, passwd or remove", fix };
}

function misplaced(action: Action, values: Readonly<Record<string, unknown>>): UsageProblem | null {
  const odd = Object.keys(ONLY).find(
    (option) => values[option] !== undefined && !ONLY[option]?.includes(action),
  );
  if (odd) return { what: `--${odd} means nothing to user ${action}`, fix: `leave --${odd} away` };
  const asking = ASKING.find((option) => values[option] !== undefined);
  if (values.offline === true && asking)
    return {
      what: `--offline asks no server, and --${asking} is for one`,
      fix: "keep one of them",
    };
  if (values["guard-mlflow"] !== undefined && values.offline !== true)
    return { what: "--guard-mlflow needs --offline", fix: "a running server is asked without it" };
  if (values["password-file"] !== undefined && values.prompt === true)
    return { what: "--password-file and --prompt are both given", fix: "keep one of them" };
  if (values["admin-password-file"] !== undefined && values["env-file"] !== undefined)
    return { what: "--admin-password-file and --env-file are both given", fix: "keep one of them" };
  return null;
}

/** An account that exists may have an odd name, and must still be fixable: only a new one is judged. */
function namesProblem(action: Action, name: string, more: number): UsageProblem | null {
  if (action === "list")
    return name === "" ? null : { what: "user list takes no name", fix: "mlflow-guard user list" };
  // Not repeated: a second word may be meant as a password.
  if (more > 0)
    return {
      what: `user ${action} takes one name, and no password on the command line`,
      fix: `mlflow-guard user ${action} NAME`,
    };
  if (action === "add" || name === "") return nameProblem(name);
  return null;
}
