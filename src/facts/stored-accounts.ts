import { spawn } from "node:child_process";
import { DEFAULT_PASSWORDS } from "../mlflow/default-passwords.ts";
import type { Secret } from "../secrets/secret.ts";
import { ACCOUNT_SCRIPT } from "./account-script.ts";
import type { AuthStore, Facts, StoredAccounts } from "./types.ts";

/** Milliseconds for one question: a database that is asleep or far away must not keep the start. */
const PATIENCE = 15_000;

/** How the store is asked: with the Python of the MLflow that will be launched, in the environment it will get. */
export interface StoreAccess {
  readonly python: string;
  readonly environment: ReadonlyMap<string, string>;
}

/**
 * Looks at the accounts in the store, read-only.
 * @returns `looked: false` with the reason where that was not possible; the caller must not take that for "none".
 */
export async function readStoredAccounts(
  { authStore, adminUsername, adminPassword }: Facts,
  access: StoreAccess,
): Promise<StoredAccounts> {
  if (!authStore.exists)
    return { looked: true, accounts: 0, known: false, same: null, published: [] };
  const answer = await askStore(authStore, access, {
    act: "look",
    user: adminUsername,
    password: adminPassword?.secret.reveal() ?? null,
    published: DEFAULT_PASSWORDS,
  });
  return answer.error === undefined
    ? ({ looked: true, ...answer } as StoredAccounts)
    : { looked: false, reason: answer.error };
}

/**
 * Gives an account that is in the store a new password, without a server.
 * @returns null where it was done; else why not, in words.
 */
export async function givePassword(
  store: AuthStore,
  access: StoreAccess,
  user: string,
  password: Secret,
): Promise<string | null> {
  const answer = await askStore(store, access, { act: "give", user, password: password.reveal() });
  if (answer.error !== undefined) return `the accounts could not be changed (${answer.error})`;
  return answer.changed === 1 ? null : `there is no account ${JSON.stringify(user)} in it`;
}

/** What the script answers; `error` alone is its kind where it failed. */
interface Answer {
  readonly error?: string;
  readonly changed?: number;
}

async function askStore(
  { file, uri }: AuthStore,
  { python, environment }: StoreAccess,
  question: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const text = await runScript(
    python,
    JSON.stringify({ ...question, file, uri: uri.reveal() }),
    environment,
  );
  return JSON.parse(text ?? '{"error":"no answer"}');
}

/** @returns what it printed; null where it did not end well, or not in time. */
function runScript(
  python: string,
  question: string,
  environment: ReadonlyMap<string, string>,
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(python, ["-I", "-c", ACCOUNT_SCRIPT], {
      // Isolated, and away from the working directory: nothing that lies there is imported.
      cwd: "/",
      env: Object.fromEntries(environment),
      stdio: ["pipe", "pipe", "ignore"],
      timeout: PATIENCE,
      killSignal: "SIGKILL",
    });
    let answer = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
    });
    child.once("error", () => resolve(null));
    child.once("close", (code) => resolve(code === 0 ? answer : null));
    child.stdin.on("error", () => {});
    child.stdin.end(question);
  });
}
