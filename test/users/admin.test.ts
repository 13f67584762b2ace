import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../src/facts/environment.ts";
import { readAdmin } from "../../src/users/admin.ts";
import { NotDone } from "../../src/users/not-done.ts";
import type { UserRequest } from "../../src/users/request.ts";
import { makeFolder } from "../support/guard.ts";

const LIST: UserRequest = {
  action: "list",
  name: "",
  url: undefined,
  admin: undefined,
  adminPasswordFile: undefined,
  envFile: undefined,
  passwordFile: undefined,
  prompt: false,
  yes: false,
  json: false,
  offline: false,
  mlflow: undefined,
};

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
  const { name, password } = readAdmin({ ...LIST, ...request }, cwd, around);
  return [name, password?.reveal() ?? null];
}

const ENV = { MLFLOW_AUTH_ADMIN_USERNAME: "eve", MLFLOW_AUTH_ADMIN_PASSWORD: "from-env" };

describe("who asks", () => {
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
    [{ admin: "a:hunter2" }, {}, "colon"],
    [{}, { ...ENV, MLFLOW_AUTH_ADMIN_PASSWORD_FILE: "pw.txt" }, "both set"],
  ])("%j and %j cannot be read", async (request, env, why) => {
    const caught: unknown = await read(request, env).catch((error) => error);
    expect(caught).toBeInstanceOf(NotDone);
    expect(caught).toMatchObject({ what: expect.stringContaining(why) });
    expect(JSON.stringify(caught)).not.toMatch(/hunter|ter2/);
  });
});
