import { has } from "../../mlflow/versions.ts";
import { describeOrigin } from "../exposure.ts";
import { BASIC_AUTH } from "../login.ts";
import { newSecret } from "../secret-repair.ts";
import type { Rule } from "../types.ts";

export const defaultAdminPassword: Rule = {
  id: "default-admin-password",
  title: "The admin password is a published default",
  why: "it stands in MLflow's documentation and in scanners' lists: it is tried first",
  check: (world) => {
    const { adminPassword, mlflow } = world.facts;
    if (world.login.app !== BASIC_AUTH || !adminPassword?.grade.published) return [];
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
  },
};
