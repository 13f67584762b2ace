import { acceptsStored } from "../../mlflow/login/default-passwords.ts";
import { has } from "../../mlflow/versions/versions.ts";
import { quoted } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { storeName } from "../login/stored-admin.ts";
import { newSecret } from "../repair/secret-repair.ts";
import type { Hit, Rule, World } from "../types.ts";

export const defaultAdminPassword: Rule = {
  id: "default-admin-password",
  title: "The admin password is a published default",
  severities: ["error", "warning"],
  why: "it stands in MLflow's documentation and in scanners' lists: it is tried first",
  check: (world) =>
    world.login.app === BASIC_AUTH ? [...configured(world), ...stored(world)] : [],
};

function configured(world: World): Hit[] {
  const { adminPassword, mlflow } = world.facts;
  if (!adminPassword?.grade.published) return [];
  const refused = has(mlflow?.version ?? null, "adminPasswordVariable");
  if (!world.exposed && !refused) return [];
  return [
    {
      severity: "error",
      what: `${describeOrigin(adminPassword.origin)} is a published default password`,
      origin: adminPassword.origin,
      repairs: [newSecret(world, adminPassword)],
    },
  ];
}

/**
 * What an account has is another matter than what is configured: MLflow keeps the password of the first start. On
 * loopback, too, the proof of the login would stop a server that such a password opens.
 */
function stored(world: World): Hit[] {
  const { facts } = world;
  const { storedAccounts, mlflow } = facts;
  if (storedAccounts === null) return [];
  if (!storedAccounts.looked) return notLookedAt(world, storedAccounts.reason);
  return storedAccounts.published
    .filter(({ user, password }) => !isReplacedAtStart(world, user, password))
    .map(({ user, password }) => {
      const accepted = acceptsStored(mlflow?.version ?? null, password);
      const account = `the account ${quoted(user)} in ${storeName(facts)}`;
      return {
        severity: accepted ? "error" : "warning",
        what: accepted
          ? `${account} still has a password that MLflow published`
          : `${account} still has a password that MLflow published, and this MLflow rejects it: nobody can log in with it`,
        origin: { kind: "default", name: account },
        repairs: [{ init: true, passwd: [user] }],
      };
    });
}

/** A file that lies here can be looked at; where that fails, it is not known who gets in. */
function notLookedAt({ facts, exposed }: World, reason: string): Hit[] {
  // Without a password it is a finding already.
  if (!exposed || facts.authStore.kind === "remote" || facts.adminPassword === null) return [];
  const store = storeName(facts);
  return [
    {
      severity: "error",
      what: `the accounts in ${store} could not be looked at (${reason}): one of them may have a password that MLflow published`,
      origin: { kind: "default", name: store },
      repairs: [],
      notes: [{ kind: "note", text: `if it is no store of accounts, move it away: ${store}` }],
    },
  ];
}

/** From 3.16.1 on MLflow itself puts the configured password in the place of the published one. */
function isReplacedAtStart({ facts }: World, user: string, password: "password1234" | "password") {
  const rejected = !acceptsStored(facts.mlflow?.version ?? null, password);
  return rejected && user === facts.adminUsername && facts.adminPassword !== null;
}
