import type { AuthStore, Facts, StoredAccounts } from "../facts/types.ts";
import { DEFAULT_PASSWORDS } from "../mlflow/login/default-passwords.ts";
import ACCOUNTS from "../programs/accounts.py";
import { quoted } from "../secrets/quoted.ts";
import type { Secret } from "../secrets/secret.ts";
import { answerOf } from "../start-process.ts";

/** Milliseconds for one question: a database that is asleep or far away must not keep the start. */
const PATIENCE = 30_000;

/** Of these, seconds for trying passwords: each costs as much as a log-in, and there may be many admins. */
const TRYING = 15;

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
  const stores = [authStore, ...authStore.replicas].map(({ file, uri }) => ({
    file,
    uri: uri.reveal(),
  }));
  const answer = await askStore(stores, access, {
    act: "look",
    seconds: TRYING,
    user: adminUsername,
    password: adminPassword?.secret.reveal() ?? null,
    published: DEFAULT_PASSWORDS,
  });
  const { error, unchecked = 0, ...seen } = answer;
  if (error !== undefined) return { looked: false, reason: inWords(error) };
  // A published password that was found counts, however many were not tried.
  const found = (seen.published ?? []).length > 0;
  return unchecked > 0 && !found
    ? { looked: false, reason: `more admins than could be tried in ${TRYING} s` }
    : ({ looked: true, ...seen } as StoredAccounts);
}

/**
 * Gives an account that is in the store a new password, without a server.
 * @returns null where it was done; else why not, in words.
 */
export async function givePassword(
  { file, uri }: AuthStore,
  access: StoreAccess,
  user: string,
  password: Secret,
): Promise<string | null> {
  const question = { act: "give", user, password: password.reveal() };
  const answer = await askStore([{ file, uri: uri.reveal() }], access, question);
  if (answer.error !== undefined)
    return `the accounts could not be changed (${inWords(answer.error)})`;
  return answer.changed === 1 ? null : `there is no account ${quoted(user)} in it`;
}

function inWords(error: string): string {
  return error === "locked" ? "another program keeps the database locked" : error;
}

/** What the script answers; `error` alone is its kind where it failed. */
interface Answer {
  readonly error?: string;
  readonly changed?: number;
  readonly unchecked?: number;
  readonly published?: readonly unknown[];
}

async function askStore(
  stores: readonly { readonly file: string | null; readonly uri: string }[],
  { python, environment }: StoreAccess,
  question: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  // Isolated, and away from the working directory: nothing that lies there is imported.
  const text = await answerOf(
    python,
    ["-I", "-c", ACCOUNTS],
    { cwd: "/", env: Object.fromEntries(environment), timeout: PATIENCE },
    JSON.stringify({ ...question, stores }),
  );
  try {
    return JSON.parse(text ?? '{"error":"no answer"}');
  } catch {
    return { error: "its answer cannot be read" };
  }
}
