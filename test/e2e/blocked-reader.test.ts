import { execFileSync } from "node:child_process";
import { closeSync, constants, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder, shared, waitFor, whenFinished } from "../support/guard.ts";
import { ask } from "../support/http.ts";
import { flat, standInMlflow } from "../support/stand-in.ts";
import { startWriter } from "../support/writer.ts";

const mlflow = shared(() => standInMlflow(undefined, "writer"));

/** A pipe that stays open and is never read. */
function neverRead(): string {
  const fifo = join(makeFolder(), "fifo");
  execFileSync("mkfifo", [fifo]);
  const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
  whenFinished(() => closeSync(reader));
  return fifo;
}

const AUDITED = '"$@" --guard-audit-log audit.log 2>err';

const linesOf = (cwd: string, name: string) =>
  readFileSync(join(cwd, name), "utf8").split("\n").slice(0, -1);

const start = (work: string, fifo: string, mode: string) =>
  startWriter(mlflow(), work, `${AUDITED} >'${fifo}'; echo $? >code`, "ignore", mode);

describe("a reader that takes nothing", () => {
  it("keeps nothing from the audit log, and what it did not take is counted", async () => {
    // More than the pipe to the reader holds.
    const server = await start("lines 700 0", neverRead(), "logged");
    const { cwd } = server;
    server.trigger();
    await waitFor(() => existsSync(join(cwd, "written")));
    const url = `http://127.0.0.1:${server.port}`;
    for (let at = 0; at < 39; at++) expect((await ask(`${url}/version`)).status).toBe(200);
    await waitFor(() => linesOf(cwd, "audit.log").length >= 39);
    process.kill(server.launcher, "SIGTERM");
    await server.ended;
    expect(linesOf(cwd, "audit.log")).toHaveLength(39);
    expect(readFileSync(join(cwd, "code"), "utf8")).toBe("0\n");
    // What the launcher says goes elsewhere, so all of it arrives.
    const said = flat(readFileSync(join(cwd, "err"), "utf8"));
    expect(said).toMatch(/: stopping .* \d+ bytes for standard output are lost .*: stopped/);
  });

  it("loses no audit line where MLflow waits for it, nor at the end", async () => {
    const server = await start("access 40000", neverRead(), "logged");
    const { cwd } = server;
    server.trigger();
    // More than is read ahead: some of it is in the pipe between.
    const written = () => Number(readFileSync(join(cwd, "count"), "utf8"));
    await waitFor(() => existsSync(join(cwd, "count")) && written() > 15_000);
    process.kill(server.launcher, "SIGTERM");
    await server.ended;
    const audited = linesOf(cwd, "audit.log").length;
    // It may have been killed between a line and its number.
    expect([written(), written() + 1]).toContain(audited);
    expect(audited).toBeLessThan(40_000);
  });
});
