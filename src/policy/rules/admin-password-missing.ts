import { has } from "../../mlflow/versions.ts";
import { ADMIN_PASSWORD } from "../../secrets/names.ts";
import { BASIC_AUTH } from "../login.ts";
import { createSecrets } from "../secret-repair.ts";
import type { Rule, World } from "../types.ts";

export const adminPasswordMissing: Rule = {
  id: "admin-password-missing",
  title: "The first admin has no password",
  why: "MLflow creates the admin account at its first start; without a password it refuses, or takes a published one",
  check: (world) => {
    const { facts, login } = world;
    const unusable = facts.unusableFiles.some(
      ({ origin }) => origin.name === `${ADMIN_PASSWORD}_FILE`,
    );
    if (login.app !== BASIC_AUTH || facts.adminPassword || unusable) return [];
    // An older MLflow starts with its published password; on loopback that is its user's own business.
    if (!world.exposed && !has(facts.mlflow?.version ?? null, "adminPasswordVariable")) return [];
    const stored = mayHoldAdmin(world);
    return [
      {
        severity: stored ? "warning" : "error",
        what: stored
          ? `${ADMIN_PASSWORD} is not set; the accounts in ${storeName(world)} were not looked at`
          : `${ADMIN_PASSWORD} is not set, and there are no accounts yet`,
        origin: { kind: "default", name: ADMIN_PASSWORD },
        repairs: [createSecrets(world)],
      },
    ];
  },
};

/** An existing store may hold an admin already; before 3.16.1 one with the published password. */
function mayHoldAdmin({ facts }: World): boolean {
  return facts.authStore.exists && has(facts.mlflow?.version ?? null, "adminPasswordVariable");
}

function storeName({ facts }: World): string {
  return facts.authStore.file ?? "the remote store";
}
