import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, runGuard } from "../support/guard.ts";
import { ask, basic } from "../support/http.ts";
import { startOldMlflow } from "../support/old-mlflow.ts";
import { ACCOUNTS_TESTED } from "../support/tested-versions.ts";

interface Case {
  readonly options?: readonly string[];
  readonly permission: string;
  /** What is said of a new account. */
  readonly right: string;
  readonly lists: boolean;
  /** Does the server delete the account that asks? */
  readonly deletesOwn: boolean;
}

const UNSURE = "may read it; whether it may change it, MLflow";

const CASES: Readonly<Record<(typeof ACCOUNTS_TESTED)[number], Case>> = {
  "2.22.1": {
    permission: "READ",
    right: UNSURE,
    lists: false,
    deletesOwn: true,
  },
  "3.1.4": {
    permission: "EDIT",
    right: UNSURE,
    lists: false,
    deletesOwn: true,
  },
  "3.8.1": {
    options: ["--gunicorn-opts", "--log-level=info"],
    permission: "NO_PERMISSIONS",
    right: "may not even read it.",
    lists: false,
    deletesOwn: true,
  },
  "3.12.0": {
    permission: "READ",
    right: UNSURE,
    lists: true,
    deletesOwn: true,
  },
  "3.16.0": {
    permission: "MANAGE",
    right: "(MANAGE)",
    lists: true,
    deletesOwn: false,
  },
};

const flat = (text: string) => text.replace(/\s+/g, " ");

describe.each(ACCOUNTS_TESTED)("on MLflow %s", (version) => {
  const old = CASES[version];
  it("accounts are made, listed as far as it can, changed and taken away", async () => {
    const { url, password } = await startOldMlflow(version, old.permission, old.options);
    const folder = makeFolder({ pw: password, "new.pw": "unusual-Heron-82-drift" });
    const at = (file: string) => (words: readonly string[]) =>
      runGuard(["user", ...words, "--url", url, "--admin-password-file", join(folder, file)]);
    const user = at("pw");
    const read = async (name: string, secret: string) =>
      (
        await ask(`${url}/api/2.0/mlflow/users/get?username=${name}`, {
          headers: basic(name, secret),
        })
      ).status;

    const added = await user(["add", "ada"]);
    expect([added.code, flat(added.stderr)]).toEqual([0, expect.stringContaining(old.right)]);
    expect(await read("ada", added.stdout.trim())).toBe(200);
    expect((await user(["add", "ada"])).stderr).toContain("there is an account ada already");

    const listed = await user(["list"]);
    if (old.lists) expect(listed.stdout).toBe("admin  admin\nuser   ada\n");
    else
      expect(flat(listed.stderr)).toContain(`MLflow ${version} has no route that lists accounts`);
    expect(listed.code).toBe(old.lists ? 0 : 1);

    const changed = await user(["passwd", "ada"]);
    expect(await read("ada", added.stdout.trim())).toBe(401);
    expect(await read("ada", changed.stdout.trim())).toBe(200);

    const own = await user(["passwd", "admin", "--password-file", join(folder, "new.pw")]);
    expect([own.code, flat(own.stderr)]).toEqual([
      0,
      expect.stringContaining("it is the old password now"),
    ]);
    const later = at("new.pw");
    expect((await later(["remove", "admin", "--yes"])).stderr).toContain("is the admin who asks");

    await ask(`${url}/api/2.0/mlflow/users/update-admin`, {
      method: "PATCH",
      headers: basic("admin", "unusual-Heron-82-drift"),
      json: { username: "ada", is_admin: true },
    });
    const self = await later(["remove", "admin", "--yes"]);
    expect(self.code).toBe(old.lists && old.deletesOwn ? 0 : 1);
    if (old.lists && !old.deletesOwn)
      expect(flat(self.stderr)).toContain("says: Users cannot delete their own account");
    else if (old.lists) expect(await read("admin", "unusual-Heron-82-drift")).toBe(401);
    if (self.code === 1) {
      expect((await later(["remove", "ada", "--yes"])).code).toBe(0);
      expect(await read("ada", changed.stdout.trim())).toBe(401);
    }
  });
});
