import type { Facts } from "../../facts/types.ts";
import { shownPath } from "../../secrets/uri.ts";

/**
 * What is known of the account that has the configured admin's name. `unknown`: nobody has looked yet, or a remote
 * store did not let itself be looked at; `unreadable`: the store lies here and is none.
 */
export type StoredAdmin =
  | { readonly kind: "empty" | "stored" | "none" }
  | { readonly kind: "unknown" | "unreadable"; readonly reason: string | null };

export function readStoredAdmin({ storedAccounts, authStore }: Facts): StoredAdmin {
  if (!authStore.exists) return { kind: "empty" };
  if (storedAccounts === null) return { kind: "unknown", reason: null };
  if (storedAccounts.looked) return { kind: storedAccounts.known ? "stored" : "none" };
  const kind = authStore.kind === "remote" ? "unknown" : "unreadable";
  return { kind, reason: storedAccounts.reason };
}

/** The store as it may be shown: a remote one's URI may hold a password. */
export function storeName({ authStore }: Facts): string {
  return authStore.file === null ? "the remote store" : shownPath(authStore.file);
}
