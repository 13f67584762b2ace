import { existsSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "vitest";
import { FOREIGN_HOSTS, ROUTES } from "../../src/mlflow/login/proof-routes.ts";
import { waitFor, whenFinished, withCleanup } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { childrenOf } from "../support/processes.ts";
import { flat, isListening, nothingLeft, OIDC_LOGIN, startStandIn } from "../support/stand-in.ts";

const READY = "mlflow-guard: ready";

/** How the names of sockets begin that lie where everybody comes by. */
const SOCKETS = join(tmpdir(), `guard-test-${process.pid}`);

/** udplite(7): its number as a protocol. Newer kernels may have none. */
const UDP_LITE = 136;
const HAS_UDP_LITE = existsSync("/proc/self/net/udplite");

describe.concurrent("a server that is not what was approved", () => {
  it.for([
    [
      "a bind on every IPv4 address",
      "bind:0.0.0.0",
      /listens on 0\.0\.0\.0:\d+, approved was 127.* rules stray-listener\)/,
    ],
    [
      "a bind on every IPv6 address",
      "bind:::",
      /listens on \[::\]:\d+, approved was 127.* rules stray-listener\)/,
    ],
    ["a daemon with a listener, from the start", "early-daemon", /listens on 0\.0\.0\.0:\d+/],
    ["a listener that the last question opens", "on-login", /listens on 0\.0\.0\.0:\d+/],
    [
      "a worker that asks nobody",
      "one-open-worker",
      /without a password was answered 200.* rules login-not-asked\)/,
    ],
    [
      "a default password",
      "default-password:admin:password1234",
      /published default password.* rules default-password-accepted\)/,
    ],
    ["the older default password", "default-password:admin:password", /published default passw/],
    [
      "any Host header",
      "any-host",
      /foreign Host header \S+ was answered \d+, not 403.* rules foreign-host-accepted\)/,
    ],
    ["an answer with neither data nor a question", "status:404", /was answered 404, not 401/],
    ["a redirect", "redirect", /was answered 302 to \/login, not 401/],
    ["a server error", "status:500", /was answered 500, not 401/],
  ] as const)("is stopped before it is called ready: %s", ([, mode, text], {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn(mode);
      const { code, stderr } = await stand.guard.ended;
      expect([code, stderr]).toEqual([76, expect.stringMatching(/STOPPED/)]);
      expect(flat(stderr)).toMatch(text);
      expect(stderr).not.toContain(READY);
      expect(await nothingLeft(stand)).toBe(true);
    }));

  it(
    "is stopped for a listener in another network namespace",
    needs("root"),
    ({ expect, onTestFinished }) =>
      withCleanup(onTestFinished, async () => {
        const stand = await startStandIn("namespace");
        const { code, stderr } = await stand.guard.ended;
        expect([code, flat(stderr)]).toEqual([76, expect.stringContaining("listens on 0.0.0.0:")]);
        expect(await nothingLeft(stand)).toBe(true);
      }),
  );

  it(
    "is stopped for a listener of a thread with files of its own",
    needs("Linux"),
    ({ expect, onTestFinished }) =>
      withCleanup(onTestFinished, async () => {
        const stand = await startStandIn("thread");
        const { code, stderr } = await stand.guard.ended;
        expect([code, flat(stderr)]).toEqual([76, expect.stringContaining("listens on 0.0.0.0:")]);
        expect(await nothingLeft(stand)).toBe(true);
      }),
  );

  it.for(ROUTES)("is stopped when it answers anybody at $method $path", ({ method, path }, {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const { guard } = await startStandIn(`open-route:${method} ${path}`);
      const { code, stderr } = await guard.ended;
      expect([code, flat(stderr)]).toEqual([76, expect.stringContaining("answered 200")]);
      expect(stderr).not.toContain(READY);
    }));

  it.for(FOREIGN_HOSTS)("is stopped when the foreign Host %s passes", (host, {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const { guard } = await startStandIn(`one-host:${host}`);
      expect((await guard.ended).code).toBe(76);
    }));

  it.for([
    ["below", "GET /mlflow/version"],
    ["beside", "GET /version"],
  ] as const)("is stopped when only a route %s the prefix is open", ([, route], {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const words = ["--app-name", "basic-auth", "--static-prefix", "/mlflow"];
      const { guard } = await startStandIn(`open-route:${route}`, words);
      expect((await guard.ended).code).toBe(76);
    }));
});

/** The wall clock goes back a day when the test says so, as after a wrong date or a machine that slept. */
const SET_BACK = `
  import { existsSync } from "node:fs";
  const now = Date.now;
  Date.now = () => now() - (existsSync("trigger") ? 86_400_000 : 0);
`;
const CLOCK_SET_BACK = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(SET_BACK)}`,
};

/** Seconds: what is there anew is asked at once, all others every 30 seconds. */
const BEFORE_THE_NEXT_QUESTION = 25;

describe.concurrent("a server that changes while it runs", () => {
  it.for([
    ["a restarted worker asks nobody", "replaced-worker", "answered 200"],
    ["the same worker stops asking", "opens-late", "answered 200"],
    [
      "it stops asking after the clock was set back a day",
      "opens-late",
      "answered 200",
      CLOCK_SET_BACK,
    ],
    ["it listens as a process that changes its name", "renames", "listens on 0.0.0.0:"],
    ["it asks nobody, while children hold its listener", "forks", "answered 200"],
  ] as const)("is stopped when %s", ([, mode, text, env], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn(mode, undefined, env);
      await stand.guard.ready();
      stand.trigger();
      const from = performance.now();
      const ended = await stand.guard.ended;
      expect([ended.code, flat(ended.stderr)]).toEqual([76, expect.stringContaining(text)]);
      expect(await nothingLeft(stand)).toBe(true);
      if (mode === "replaced-worker")
        expect((performance.now() - from) / 1000).toBeLessThan(BEFORE_THE_NEXT_QUESTION);
    }));
});

describe.concurrent("a signal while it starts", () => {
  it.for([0, 20, 40, 60, 80, 100, 150])("ends it at once, %d ms after the first line", (delay, {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn("sick", undefined, { MLFLOW_GUARD_STOP_TIMEOUT: "20" });
      await waitFor(() => stand.guard.stderr().includes("private."));
      await new Promise((resolve) => setTimeout(resolve, delay));
      const from = performance.now();
      stand.guard.signal("SIGTERM");
      expect((await stand.guard.ended).code).toBe(0);
      expect(performance.now() - from).toBeLessThan(10_000);
      expect(await nothingLeft(stand)).toBe(true);
    }));
});

describe.concurrent("a daemon that left group, session, parent and environment", () => {
  it.for([
    ["the launcher is stopped", "SIGTERM", {}, 0],
    [
      "the launcher is stopped and MLflow does not listen",
      "SIGTERM",
      { STANDIN_STUBBORN: "1" },
      137,
    ],
    ["the launcher is killed", "SIGKILL", {}, null],
    [
      "the launcher is killed and MLflow does not listen",
      "SIGKILL",
      { STANDIN_STUBBORN: "1" },
      null,
    ],
  ] as const)("is ended when %s", ([, signal, env, code], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn("early-daemon:127.0.0.1", undefined, {
        ...env,
        MLFLOW_GUARD_STOP_TIMEOUT: "2",
      });
      await stand.guard.ready();
      expect(await isListening(stand.other)).toBe(true);
      stand.guard.signal(signal);
      expect((await stand.guard.ended).code).toBe(code);
      await waitFor(() => nothingLeft(stand), 10_000);
    }));
});

describe.concurrent("the launcher is killed", () => {
  it("and nothing stays in a relative TMPDIR", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn("good", undefined, {
        TMPDIR: ".",
        HOME: "/none",
        XDG_STATE_HOME: "",
      });
      await stand.guard.ready();
      const folders = () => readdirSync(stand.cwd).filter((name) => name.startsWith("mlflow-gu"));
      expect(folders()).toHaveLength(1);
      stand.guard.signal("SIGKILL");
      await waitFor(() => folders().length === 0);
      await waitFor(() => nothingLeft(stand));
    }));

  it("after the guardian was, and everything ends all the same", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn("good");
      await stand.guard.ready();
      const [guardian] = childrenOf(stand.guard.pid).filter(({ argv }) =>
        argv.includes("guardian"),
      );
      process.kill(guardian?.pid ?? 0, "SIGKILL");
      stand.guard.signal("SIGKILL");
      expect((await stand.guard.ended).signal).toBe("SIGKILL");
      await waitFor(() => nothingLeft(stand), 10_000);
    }));
});

describe.concurrent("a server that is not there", () => {
  it.for([
    ["is never healthy", "sick", "3"],
    ["answers no other question", "mute", "3"],
    ["hangs up at every other question", "hang-up", "25"],
  ] as const)("ends with 71 when it %s", ([, mode, seconds], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn(mode, undefined, { MLFLOW_GUARD_READY_TIMEOUT: seconds });
      const { code, stderr } = await stand.guard.ended;
      expect([code, flat(stderr)]).toEqual([71, expect.stringContaining("the launcher waited")]);
      expect(stderr).not.toContain(READY);
      expect(await nothingLeft(stand)).toBe(true);
    }));

  it("is not mistaken for another program that took its address", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn("absent");
      await waitFor(() => existsSync(join(stand.cwd, "started")));
      const decoy = createServer((_request, response) => response.end());
      onTestFinished(() => void decoy.close());
      await new Promise<void>((resolve) => decoy.listen(stand.port, "127.0.0.1", resolve));
      const { code, stderr } = await stand.guard.ended;
      expect(code).toBe(76);
      expect(stderr).not.toContain(READY);
      expect(flat(stderr)).toContain(`(process ${process.pid}), which is not of this launch`);
      expect(flat(stderr)).toContain("rules foreign-listener)");
    }));
});

describe.concurrent("a server that is what was approved", () => {
  it("is ready, with every worker asked, and stops with 0", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn("two-workers");
      await stand.guard.ready();
      expect(flat(stand.guard.stderr())).toContain("2 of 2 workers among them");
      expect((await stand.guard.stop()).code).toBe(0);
      expect(await nothingLeft(stand)).toBe(true);
    }));

  it.for([
    ["a redirect", "redirect"],
    ["metrics that are open by design", "open-route:GET /metrics"],
  ] as const)("is ready with a login plugin that answers with %s", ([, mode], {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const words = ["--app-name", "plugin", "--guard-login-app", "plugin"];
      const { guard } = await startStandIn(mode, words);
      await guard.ready();
      expect(flat(guard.stderr())).toContain("strangers are asked for the login");
      expect((await guard.stop()).code).toBe(0);
    }));

  it("is stopped with a login plugin that redirects to the same place", ({
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const words = ["--app-name", "plugin", "--guard-login-app", "plugin"];
      const { code, stderr } = await (await startStandIn("slash", words)).guard.ended;
      expect([code, flat(stderr)]).toEqual([76, expect.stringContaining("was answered moved")]);
    }));

  it.for([
    ["401 for everybody", "plain"],
    ["a redirect to its login", "redirect:/oidc/ui"],
    ["401 before the host is looked at", "any-host"],
    ["metrics that are open by design", "open-route:GET /metrics"],
  ] as const)("is ready with oidc-auth that answers with %s", ([, mode], {
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const { guard } = await startStandIn(mode, ["--app-name", "oidc-auth"], OIDC_LOGIN);
      await guard.ready();
      // Fourteen routes, two as a browser, three names of nobody and two published passwords.
      expect(flat(guard.stderr())).toContain("asked for the login (21 questions");
      expect((await guard.stop()).code).toBe(0);
    }));

  it.for([
    ["redirects elsewhere", "redirect:/index.html", "answered 302 to /index.html"],
    ["redirects to another server", "redirect:https://a.example/login", "302 to https://a.ex"],
    ["lets a browser in", "open-to-browsers", "as a browser, without a password was answered 200"],
    ["lets a stranger in", "open-route:POST /v1/traces", "POST /v1/traces"],
    ["takes a published password", "default-password:admin:password", "default password for ad"],
  ] as const)("is stopped with oidc-auth that %s", ([, mode, text], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const words = ["--app-name", "oidc-auth"];
      const { code, stderr } = await (await startStandIn(mode, words, OIDC_LOGIN)).guard.ended;
      expect([code, flat(stderr)]).toEqual([76, expect.stringContaining(text)]);
      for (const secret of [OIDC_LOGIN.OIDC_CLIENT_SECRET, OIDC_LOGIN.SECRET_KEY])
        expect(stderr).not.toContain(secret);
    }));

  it("is stopped with a login plugin that lets a stranger in", ({ expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const words = ["--app-name", "plugin", "--guard-login-app", "plugin"];
      const { guard } = await startStandIn("open-route:GET /version", words);
      expect((await guard.ended).code).toBe(76);
    }));

  it.for([
    ["another listener of this machine alone", "local", /also listens on 127\.0\.0\.1:\d+/],
    [
      "a UNIX socket that others can write to",
      `unix:${SOCKETS}-open.sock`,
      /UNIX socket \S*open\.sock, which other users/,
    ],
    [
      "a UNIX socket with a line end in its name",
      `unix:${SOCKETS}-a\nb.sock`,
      /UNIX socket \S*a\S*b\.sock, which other/,
    ],
    [
      "a UNIX socket that was renamed",
      "unix:moves.sock",
      /moves\.sock, which is no longer where it was/,
    ],
    [
      "a UNIX socket that takes datagrams of others",
      `unix-datagrams:${SOCKETS}-datagrams.sock`,
      /UNIX socket \S*datagrams\.sock, which other users/,
    ],
    ["a UDP socket", "udp", /takes UDP packets from other machines at 0\.0\.0\.0:\d+/],
    ...(HAS_UDP_LITE
      ? ([
          ["a UDP-Lite socket", `udp:${UDP_LITE}`, /takes UDP packets from other machines at 0/],
        ] as const)
      : []),
    ["an abstract UNIX socket", `unix:@guard-test-${process.pid}`, /UNIX socket @guard-test-\d+/],
    [
      "an admin who has an older password",
      "older-admin",
      /does not take the configured admin passw/,
    ],
  ] as const)("runs with a warning: %s", ([, mode, text], { expect, onTestFinished }) =>
    withCleanup(onTestFinished, async () => {
      const stand = await startStandIn(mode);
      if (mode.includes(SOCKETS))
        whenFinished(() => rmSync(mode.slice(mode.indexOf(SOCKETS)), { force: true }));
      await stand.guard.ready();
      await waitFor(
        () => text.test(flat(stand.guard.stderr())),
        5000,
        () => stand.guard.stderr(),
      );
      expect((await stand.guard.stop()).code).toBe(0);
    }));

  it("runs without a login with a warning when the host list does not hold", ({
    expect,
    onTestFinished,
  }) =>
    withCleanup(onTestFinished, async () => {
      const { guard } = await startStandIn("any-host", []);
      await guard.ready();
      expect(flat(guard.stderr())).toMatch(/warning: .* foreign Host header .* 200/);
    }));
});
