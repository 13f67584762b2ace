import { IS_ROOT } from "./needs.ts";

/** A number that no account has: it may do what everybody may. */
export const ORDINARY = 41_000;

/**
 * Does this as somebody whom the modes of files bind. Root may read and write everything, so that what is denied can
 * only be seen as another one: for root that is an account without a name, for all others they themselves.
 */
export function asOrdinaryUser<T>(act: () => T): T {
  if (!IS_ROOT || !process.setegid || !process.seteuid) return act();
  const groups = process.getgroups?.() ?? [];
  process.setgroups?.([]);
  process.setegid(ORDINARY);
  process.seteuid(ORDINARY);
  try {
    return act();
  } finally {
    process.seteuid(0);
    process.setegid(0);
    process.setgroups?.(groups);
  }
}
