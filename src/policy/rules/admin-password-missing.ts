import { has } from "../../mlflow/versions/versions.ts";
import { ADMIN_PASSWORD } from "../../secrets/names.ts";
import { quoted } from "../../secrets/quoted.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { readStoredAdmin, type StoredAdmin, storeName } from "../login/stored-admin.ts";
import { createSecrets, createSecretsOutside } from "../repair/secret-repair.ts";
import type { Rule } from "../types.ts";

export const adminPasswordMissing: Rule = {
  id: "admin-password-missing",
  title: "The first admin has no password",
  severities: ["error", "warning"],
  why: "MLflow creates the admin account at its first start; without a password it refuses, or takes a published one",
  check: (world) => {
    const { facts, login } = world;
    const unusable = facts.unusableFiles.some(
      ({ origin }) => origin.name === `${ADMIN_PASSWORD}_FILE`,
    );
    if (login.app !== BASIC_AUTH || facts.adminPassword || unusable) return [];
    const admin = readStoredAdmin(facts);
    if (admin.kind === "stored") return [];
    // An older MLflow would start with its published password; the launcher gives the new account another.
    const unknown = !world.exposed && !has(facts.mlflow?.version ?? null, "adminPasswordVariable");
    const consequence = unknown ? "; a new account gets a password that nobody knows" : "";
    return [
      {
        severity: unknown || admin.kind === "unknown" ? "warning" : "error",
        what: `${ADMIN_PASSWORD} is not set${describe(admin, storeName(facts), facts.adminUsername)}${consequence}`,
        origin: { kind: "default", name: ADMIN_PASSWORD },
        repairs: [createSecrets(world)],
        notes: createSecretsOutside(world),
      },
    ];
  },
};

function describe(admin: StoredAdmin, store: string, user: string): string {
  if (admin.kind === "empty") return ", and there are no accounts yet";
  if (!("reason" in admin)) return `, and there is no account ${quoted(user)} in ${store} yet`;
  const how = admin.kind === "unreadable" ? "could not be" : "were not";
  return `; the accounts in ${store} ${how} looked at${admin.reason ? ` (${admin.reason})` : ""}`;
}
