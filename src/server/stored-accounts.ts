import type { FoundMlflow } from "../facts/mlflow/find.ts";
import type { Facts } from "../facts/types.ts";
import { buildChildEnvironment } from "../plan/child-environment.ts";
import { evaluate } from "../policy/evaluate.ts";
import { BASIC_AUTH } from "../policy/login/login.ts";
import { storeName } from "../policy/login/stored-admin.ts";
import type { Decided } from "./decide.ts";

/** What only the store can tell: decided anew with the accounts that are in it. Asked after all else is allowed. */
export async function withStoredAccounts(decided: Decided, mlflow: FoundMlflow): Promise<Decided> {
  const { decision } = decided;
  if (decision.login.app !== BASIC_AUTH) return decided;
  return lookedAt(decided, mlflow);
}

/**
 * A refusal whose remedy brings a login: it knows of the accounts that this would meet. An MLflow that others can
 * change is not run for that.
 */
export async function withAccountsAhead(decided: Decided): Promise<Decided> {
  const { facts, decision, search } = decided;
  const { kind, exists } = facts.authStore;
  const wanted = decision.exposure.level !== "loopback" || decision.login.app !== null;
  const own = !facts.changeable.some(({ role }) => role === "code");
  const there = wanted && kind === "sqlite" && exists && own;
  return there && "found" in search ? lookedAt(decided, search.found) : decided;
}

async function lookedAt(decided: Decided, mlflow: FoundMlflow): Promise<Decided> {
  const { intent, facts } = decided;
  const { readStoredAccounts } = await import("../account-store/stored-accounts.ts");
  const { environment } = buildChildEnvironment(intent, facts, false);
  const access = { python: mlflow.python, environment };
  const storedAccounts = await readStoredAccounts(facts, access);
  const known = { ...facts, storedAccounts };
  return { ...decided, facts: known, decision: evaluate(intent, known) };
}

/** A password that is configured says nothing about the accounts that are there. Null where they were looked at. */
export function notLookedAt(facts: Facts): string | null {
  const { storedAccounts } = facts;
  const names = [...new Set(["admin", facts.adminUsername])].join(" and ");
  if (storedAccounts === null || storedAccounts.looked) return null;
  return `the accounts in ${storeName(facts)} were not looked at (${storedAccounts.reason}): whether one still has a published password is asked of the running server for ${names} alone`;
}
