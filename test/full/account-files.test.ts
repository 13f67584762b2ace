import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freePort, makeFolder, SMALL, startGuard } from "../support/guard.ts";
import { ask, basic } from "../support/http.ts";
import { LOGIN } from "../support/stand-in.ts";
import { makeServerFolder } from "../support/store.ts";

const ADMIN = { user: "admin", password: LOGIN.MLFLOW_AUTH_ADMIN_PASSWORD };
const BOB = { user: "bob", password: "unusual-Heron-93-gable" };

/** Paths with which an upload might leave the folder of its run; the last is absolute. */
const waysOut = (outside: string) => [
  ...["../../x", "a/../../../x", "%2e%2e/x", "..%2f..%2fx", "....//x"],
  join(outside, "x"),
];

const asAdmin = { headers: basic(ADMIN.user, ADMIN.password) };
const asBob = { headers: basic(BOB.user, BOB.password) };

it("what an ordinary account has written lands below a folder of a random name, and replaces nothing", async () => {
  const folder = makeFolder({ ".env": "mine" });
  const words = ["server", "--app-name", "basic-auth", "--workers", "1"];
  const guard = startGuard([...words, "--port", String(await freePort())], {
    cwd: makeServerFolder(),
    env: { ...SMALL, ...LOGIN },
  });
  const url = await guard.ready();
  const api = `${url}/api/2.0/mlflow`;
  const made = await ask(`${api}/users/create`, {
    ...asAdmin,
    json: { username: BOB.user, password: BOB.password },
  });
  expect(made.status).toBe(200);
  const asked = { name: "anywhere", artifact_location: `file://${folder}` };
  const experiment = await ask(`${api}/experiments/create`, { ...asBob, json: asked });
  expect(experiment.status).toBe(200);
  const { experiment_id } = JSON.parse(experiment.body);
  const run = await ask(`${api}/runs/create`, {
    ...asBob,
    json: { experiment_id, start_time: 1 },
  });
  const id = JSON.parse(run.body).run.info.run_id;
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  const upload = (path: string) =>
    ask(`${url}/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${id}&path=${path}`, {
      ...asBob,
      raw: "bobs",
      method: "POST",
    });
  expect((await upload(".env")).status).toBe(200);
  expect(readFileSync(join(folder, id, "artifacts", ".env"), "utf8")).toBe("bobs");
  const outside = makeFolder();
  for (const way of waysOut(outside))
    expect((await upload(way)).status, way).toBeGreaterThanOrEqual(400);
  expect(readdirSync(folder).sort()).toEqual([".env", id].sort());
  expect(readdirSync(join(folder, id))).toEqual(["artifacts"]);
  expect(readFileSync(join(folder, ".env"), "utf8")).toBe("mine");
  expect(readdirSync(outside)).toEqual([]);
  expect((await guard.stop()).code).toBe(0);
});
