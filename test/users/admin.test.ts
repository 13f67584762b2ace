import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../src/facts/files/environment.ts";
import { readAdmin } from "../../src/users/admin.ts";
import { NotDone } from "../../src/users/not-done.ts";
import type { UserRequest } from "../../src/users/request.ts";
import { makeFolder } from "../support/guard.ts";
import { REQUEST } from "../support/user-request.ts";

const FILES = {
  "pw.txt": "from-a-file\n",
  "two.txt": "hunter2\nhunter3\n",
  "empty.txt": "",
  ".env": "MLFLOW_AUTH_ADMIN_USERNAME=ada\nMLFLOW_AUTH_ADMIN_PASSWORD=from-env-file\nOTHER=a#b\n",
  "bad.env": "MLFLOW_AUTH_ADMIN_PASSWORD=hun#ter2\n",
  "none.env": "MLFLOW_PORT=5001\n",
};

async function read(
  request: Partial<UserRequest>,
  env: Record<string, string> = {},
  files: Record<string, string> = FILES,
) {
  const cwd = makeFolder(files);
  mkdirSync(join(cwd, "folder"));
  const uid = process.getuid?.() ?? -1;
  const named = env.MLFLOW_GUARD_ENV_FILE;
  const around = await readEnvironment(env, { cwd, uid }, named, ["MLFLOW_AUTH_ADMIN_PASSWORD"]);
  const { name, password } = readAdmin({ ...REQUEST, ...request }, cwd, around);
  return [name, password?.reveal() ?? null];
}

const ENV = { MLFLOW_AUTH_ADMIN_USERNAME: "eve", MLFLOW_AUTH_ADMIN_PASSWORD: "from-env" };

const noText = "give the password in another way: --admin-password-file FILE";

describe("who asks", () => {
  it.each([
    [{ envFile: "none.env" }, "none.env sets no MLFLOW_AUTH_ADMIN_PASSWORD", noText],
    [{ envFile: "no-value.env" }, "no-value.env sets no MLFLOW_AUTH_ADMIN_PASSWORD", noText],
    [
      { envFile: ".env", admin: "bob" },
      ".env holds the password of another admin than --admin names",
      "leave --admin away, or give the password with --admin-password-file",
    ],
    [
      { envFile: "nowhere" },
      "nowhere does not exist",
      "name the env file of the server: --env-file .env",
    ],
    [
      { envFile: "large.env" },
      "large.env is larger than 1024 KiB",
      "name the env file of the server: --env-file .env",
    ],
    [
      { admin: "a:hunter2" },
      "of the admin: the user name has a colon, where HTTP basic auth cuts the name from the password",
      "name the admin: --admin NAME",
    ],
  ])("%j cannot be read, in words", async (request, what, fix) => {
    const files = {
      ...FILES,
      "no-value.env": "MLFLOW_AUTH_ADMIN_PASSWORD=first\nMLFLOW_AUTH_ADMIN_PASSWORD=\n",
      "large.env": `MLFLOW_AUTH_ADMIN_PASSWORD=x\n#${"x".repeat(1024 * 1024)}\n`,
    };
    await expect(read(request, {}, files)).rejects.toMatchObject({ what, fix });
  });

  it.each([
    "/dev/zero",
    "folder",
    "empty.txt",
    "nowhere",
  ])("names a file where an option named %s, and no variable", async (adminPasswordFile) => {
    const fix =
      "name a plain file that this user can read and that holds the password alone, in one line";
    await expect(read({ adminPasswordFile })).rejects.toMatchObject({ fix });
  });

  it("has the last of two passwords in an env file", async () => {
    const text = "MLFLOW_AUTH_ADMIN_PASSWORD=one\nMLFLOW_AUTH_ADMIN_PASSWORD=two\n";
    expect(await read({ envFile: "x.env" }, {}, { "x.env": text })).toEqual(["admin", "two"]);
  });

  it.each([
    [{}, {}, ["admin", null]],
    [{}, ENV, ["eve", "from-env"]],
    [{}, { MLFLOW_AUTH_ADMIN_PASSWORD_FILE: "pw.txt" }, ["admin", "from-a-file"]],
    [{ adminPasswordFile: "pw.txt" }, ENV, ["eve", "from-a-file"]],
    [{ adminPasswordFile: "pw.txt", admin: "bob" }, {}, ["bob", "from-a-file"]],
    [{ envFile: ".env" }, ENV, ["ada", "from-env-file"]],
    [{ envFile: ".env", admin: "ada" }, {}, ["ada", "from-env-file"]],
    // One admin's password is not tried for another.
    [{ admin: "bob" }, ENV, ["bob", null]],
  ])("%j and %j is %j", async (request, env, expected) => {
    const { ".env": _found, ...files } = FILES;
    const named = "envFile" in request ? FILES : files;
    expect(await read(request, env, named)).toEqual(expected);
  });

  it.each([
    ["the .env here, as for the server", {}, {}, ["ada", "from-env-file"]],
    ["the environment before it", {}, ENV, ["eve", "from-env"]],
    [
      "each variable from where it is",
      {},
      { MLFLOW_AUTH_ADMIN_USERNAME: "eve" },
      ["eve", "from-env-file"],
    ],
    ["not its password for another admin", { admin: "bob" }, {}, ["bob", null]],
    ["what is named before it", { adminPasswordFile: "pw.txt" }, {}, ["ada", "from-a-file"]],
  ])("is in %s", async (_what, request, env, expected) => {
    expect(await read(request, env)).toEqual(expected);
  });

  it("is in the env file that the server's variable names", async () => {
    const files = {
      "x.env": "MLFLOW_AUTH_ADMIN_PASSWORD_FILE=pw.txt\n",
      "pw.txt": "from-a-file\n",
    };
    expect(await read({}, { MLFLOW_GUARD_ENV_FILE: "x.env" }, files)).toEqual([
      "admin",
      "from-a-file",
    ]);
  });

  it.each([
    [{ adminPasswordFile: "two.txt" }, {}, "more than one line"],
    [{ adminPasswordFile: "empty.txt" }, {}, "is empty"],
    [{ adminPasswordFile: "folder" }, {}, "is a folder"],
    [{ adminPasswordFile: "nowhere" }, {}, "does not exist"],
    [{ adminPasswordFile: "/dev/null" }, {}, "is not a regular file"],
    [{ envFile: "nowhere" }, {}, "does not exist"],
    [{ envFile: "bad.env" }, {}, "unquoted #"],
    [{ envFile: "none.env" }, {}, "sets no MLFLOW_AUTH_ADMIN_PASSWORD"],
    [{ envFile: ".env", admin: "bob" }, {}, "another admin"],
    [{ adminPasswordFile: "/dev/zero" }, {}, "is not a regular file"],
    [{ admin: "a:hunter2" }, {}, "colon"],
    [{}, { ...ENV, MLFLOW_AUTH_ADMIN_PASSWORD_FILE: "pw.txt" }, "both set"],
  ])("%j and %j cannot be read", async (request, env, why) => {
    const caught: unknown = await read(request, env).catch((error) => error);
    expect(caught).toBeInstanceOf(NotDone);
    expect(caught).toMatchObject({ what: expect.stringContaining(why) });
    expect(JSON.stringify(caught)).not.toMatch(/hunter|ter2/);
  });
});
