import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeOf } from "../../src/files/identity.ts";
import { readProcess } from "../../src/watch/sockets/process-table.ts";
import { BIN, makeFolder, runGuard, start } from "../support/guard.ts";
import { startListener } from "../support/listener.ts";
import { leftOut, needs } from "../support/needs.ts";
import { flat } from "../support/stand-in.ts";
import { atTerminal } from "../support/terminal.ts";

const PASSWORD = "unusual-Falcon-71-drift";

/** A folder with the password in its `.env`, as `init` leaves it. */
const home = () => makeFolder({ ".env": `MLFLOW_AUTH_ADMIN_PASSWORD=${PASSWORD}\n` });

/** Nobody can be asked: it has no terminal. */
const user = (words: readonly string[], env: Readonly<Record<string, string>>, cwd = home()) =>
  runGuard(["user", ...words], { cwd, env, group: true });

/** What a launcher leaves that runs as this process, and serves at this port. */
function plantState(pid: number, port: number, cwd: string): string {
  const runtime = makeFolder();
  const folder = join(runtime, "mlflow-guard", "mlflow-guard-0123456789ab");
  mkdirSync(folder, { recursive: true });
  const state = {
    ...{ schemaVersion: 2, pid, started: readProcess(pid)?.started },
    ...{ address: "127.0.0.1", port, prefix: "", tls: false, cwd, place: placeOf(cwd) },
    url: `http://127.0.0.1:${port}`,
  };
  writeFileSync(join(folder, "state.json"), JSON.stringify(state), { mode: 0o600 });
  writeFileSync(join(folder, "pulse"), `ready ${process.hrtime.bigint() / 1_000_000n}\n`);
  return runtime;
}

/** An address of this machine that is not loopback. */
const outside = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

describe("the stored password, where somebody else listens", () => {
  it("is not sent to the usual address", async () => {
    const { port, pid, told } = await startListener();
    for (const words of [
      ["list"],
      ["add", "ada"],
      ["passwd", "admin"],
      ["remove", "ada", "--yes"],
    ]) {
      const ended = await user(words, { MLFLOW_PORT: String(port) });
      expect([words, ended.code, ended.stdout, told()]).toEqual([words, 1, "", []]);
      const said = flat(ended.stderr);
      expect(said).toContain(`http://127.0.0.1:${port} is no server that mlflow-guard started`);
      expect(said).toContain(`(process ${pid}) listens there`);
      expect(said).toContain("there is no terminal");
      const name = words[1] ? ` ${words[1]}` : "";
      expect(said).toContain(`user ${words[0]}${name} --url http://127.0.0.1:${port}`);
    }
  });

  it("is not sent to what MLFLOW_TRACKING_URI alone names", async () => {
    const { port, told } = await startListener();
    const url = `http://127.0.0.1:${port}`;
    const ended = await user(["list"], { MLFLOW_TRACKING_URI: url });
    expect([ended.code, told()]).toEqual([1, []]);
    expect(flat(ended.stderr)).toContain(`${url} is no server that mlflow-guard started`);
  });

  it("is sent to what the launcher of this folder started, and not to what took its port", async () => {
    const { port, told } = await startListener();
    const cwd = home();
    const ask = (launcher: number) =>
      user(["list"], { XDG_STATE_HOME: plantState(launcher, port, cwd) }, cwd);
    const other = await ask(start("sleep", ["600"]).pid);
    expect([other.code, told()]).toEqual([1, []]);
    expect(flat(other.stderr)).toContain("is no server that mlflow-guard started for you");
    // The listener is a child of this process.
    const own = await ask(process.pid);
    expect([own.code, own.stdout, told().length > 0]).toEqual([0, "admin  admin\n", true]);
  });

  it(
    "is not sent in clear text, also to a typed URL",
    leftOut(outside === undefined ? "needs an address beyond loopback" : null),
    async () => {
      const { port, told } = await startListener(outside);
      const url = `http://${outside}:${port}`;
      for (const [words, env] of [
        [["list", "--url", url], {}],
        [["list"], { MLFLOW_TRACKING_URI: url }],
      ] as const) {
        const ended = await user(words, env);
        expect([ended.code, told()]).toEqual([1, []]);
        expect(flat(ended.stderr)).toContain("crosses the network in clear text");
        expect(flat(ended.stderr)).toContain("ssh -N -L");
      }
    },
  );

  it("is sent where its URL was typed, on loopback", async () => {
    const { port, told } = await startListener();
    const ended = await user(["list", "--url", `http://localhost:${port}`], {});
    expect([ended.code, ended.stdout]).toEqual([0, "admin  admin\n"]);
    expect(told().length).toBeGreaterThan(0);
  });

  it("is not sent to another user's process", needs("root"), async () => {
    const { port, told } = await startListener();
    const cwd = home();
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, ".env"), 0o644);
    const as = ["--reuid=41003", "--regid=41003", "--clear-groups", process.execPath, BIN];
    const env = { MLFLOW_PORT: String(port), XDG_STATE_HOME: cwd };
    const asOther = start("setpriv", [...as, "user", "list"], { cwd, env, group: true });
    const ended = await asOther.ended;
    expect([ended.code, told()]).toEqual([1, []]);
    expect(flat(ended.stderr)).toContain("a process of another user listens there");
  });

  it.each([
    ["yes", "yes\r", 0],
    ["anything else", "y\r", 1],
    ["Enter", "\r", 1],
    ["the end of file", "\x04", 1],
  ] as const)("is sent after a question whose answer is yes: %s", async (_what, type, code) => {
    const { port, told } = await startListener();
    const env = { MLFLOW_PORT: String(port) };
    const steps = [{ see: "all the same? Type yes: ", type }];
    const seen = await atTerminal(["user", "list"], steps, { cwd: home(), env });
    expect([seen.code, seen.unseen, told().length > 0]).toEqual([code, [], code === 0]);
    expect(seen.screen).not.toContain(PASSWORD);
  });
});
