import { describe, expect, it } from "vitest";
import { endingOf } from "../../src/launch/ending.ts";
import type { Stopped } from "../../src/launch/stops.ts";
import type { Ports } from "../../src/ports.ts";
import { type Reporter, reporterOf } from "../../src/report/reporter.ts";
import { renderReady, renderStart } from "../../src/report/start.ts";
import { renderStopped, renderStopping } from "../../src/report/stops.ts";
import {
  renderEnding,
  renderFailure,
  renderRefusal,
  renderUsage,
  renderWaived,
  renderWarning,
} from "../../src/report/text.ts";
import { planOf } from "../plan/planned.ts";
import { decisionOf, intentOf, MLFLOW, OWN_NETWORK, type Scene } from "../support/world.ts";
import { OPEN, waivedOn } from "./rendered.ts";

const VIOLATION = { what: "an open listener", cause: "a plugin" };
const NONE = { signal: null, violation: null };
const STOPPING = { ...NONE, reason: "asked", signal: "SIGTERM", atMost: 30 } as const;
const STOPPED: Stopped = {
  ...NONE,
  ...({ reason: "asked", signal: "SIGTERM", code: 0 } as const),
  ...{ seconds: 1.5, killed: false, jobContainers: null },
};
const ENDING = endingOf({
  ...{ exit: { code: 3, signal: null, failure: null }, ready: true, waited: null },
  ...{ readyTimeout: 60, lines: ["last line"], secrets: [] },
} as never);
const CHOSEN = {
  found: MLFLOW,
  passedOver: [
    { path: "/m/bin/mlflow", source: "/m" },
    { path: "/w/bin/mlflow", source: "/w", reason: "others can change it" },
  ],
};
const FACTS = {
  ...{ mlflow: MLFLOW, adminUsername: "admin", adminPassword: null, program: "g" },
  ...{ cwd: "/home/ada", storedAccounts: null, trusted: null },
  shown: { sockets: true, questions: 17, workers: { asked: 2, of: 3 } },
};
const PROBLEMS = [{ what: "odd", fix: "leave it" }];
const ACCESS = { client: "10.0.0.1", clientPort: 9, method: "GET", path: "/x", status: 200 };
const SCENE: Scene = {
  words: ["--guard-behind-proxy", "https://p.example"],
  env: { UVICORN_FD: "3" },
  facts: OWN_NETWORK,
};
const PLAN = planOf(SCENE);
const ALLOWED = decisionOf(SCENE);
const REFUSED = decisionOf({ words: OPEN });
const WAIVED = waivedOn("2026-12-01");

/** A reporter with these options, and all that it says. */
async function reporting(
  words: readonly string[],
  { stderrIsTerminal = false, env = {} }: Partial<Ports> = {},
) {
  const said: string[] = [];
  const { intent } = intentOf({ words });
  // Only what it uses of the process.
  const ports = { err: (text: string) => said.push(text), env, stderrIsTerminal };
  return { reporter: await reporterOf(intent, ports as unknown as Ports), said };
}

/** Everything that can be said, once. */
function sayAll(reporter: Reporter): void {
  reporter.misused(PROBLEMS, "g", "check");
  reporter.refused(REFUSED, "g");
  reporter.starting(ALLOWED, PLAN, CHOSEN);
  reporter.ready(WAIVED, PLAN, FACTS, 6.24);
  reporter.stillOpen(WAIVED);
  reporter.stopping(STOPPING);
  reporter.stopped(STOPPED);
  reporter.failed("broken", "fix it");
  reporter.ended(ENDING, "fix that");
  reporter.accessed?.(ACCESS);
  reporter.warned("careful");
  reporter.lost("lost it");
  reporter.said("mlflow-guard: a question? ");
}

describe("in text", () => {
  const START = renderStart(ALLOWED, PLAN, CHOSEN);
  const all = [
    renderUsage(PROBLEMS, "g", "check"),
    renderRefusal(REFUSED, "g"),
    START,
    renderReady(WAIVED, PLAN, FACTS, 6.24),
    `${WAIVED.waived.flatMap((one) => renderWaived(one, WAIVED)).join("\n")}\n`,
    renderStopping(STOPPING),
    renderStopped(STOPPED),
    renderFailure("broken", "fix it"),
    renderEnding(ENDING, "fix that"),
    renderWarning("careful"),
    renderWarning("lost it"),
    "mlflow-guard: a question? ",
  ];

  it.each([
    [[], true],
    [["--guard-log-level", "debug"], true],
    [["--guard-log-level", "info"], true],
    [["--guard-log-level", "warn"], false],
    [["--guard-log-level", "error"], false],
  ])("%j says all, but for the start where that is quiet", async (words, starts) => {
    const { reporter, said } = await reporting(words);
    sayAll(reporter);
    expect(said).toEqual(starts ? all : all.filter((text) => text !== START));
    expect([reporter.accessed, reporter.progress]).toEqual([null, starts]);
  });

  it("the ready line stands out at a terminal, in colour unless nobody wants one", async () => {
    const text = renderReady(ALLOWED, PLAN, FACTS, 1);
    const shown = async (env: Record<string, string>) => {
      const { reporter, said } = await reporting([], { stderrIsTerminal: true, env });
      reporter.ready(ALLOWED, PLAN, FACTS, 1);
      return said.join("");
    };
    expect(await shown({})).toMatch(/^\n\u001b\[1m\u001b\[32mmlflow-guard: ready/);
    expect(await shown({ NO_COLOR: "1" })).toBe(`\n${text}`);
  });
});

describe("as JSON", () => {
  const records = (said: readonly string[]) =>
    said.map((line) => {
      expect(line).toMatch(/^[\x20-\x7e]+\n$/);
      const { time, name, ...record } = JSON.parse(line);
      expect([name, new Date(time).toISOString()]).toEqual(["mlflow-guard", time]);
      return record;
    });
  const saidBy = async (words: readonly string[], act: (reporter: Reporter) => void) => {
    const { reporter, said } = await reporting(["--guard-log-format", "json", ...words]);
    act(reporter);
    expect(reporter.progress).toBe(false);
    return records(said);
  };
  const LOOPBACK = {
    ...{ verdict: "allow", exposure: "loopback", addresses: ["127.0.0.1"], port: 5000 },
    claims: ["claimed, not verified: the proxy at https://p.example asks for the login"],
    findings: ALLOWED.findings.map(({ id, severity, what }) => ({ id, severity, what })),
    ...{ login: null, waived: [], remedy: [] },
  };
  const OPENED = {
    ...{ verdict: "allow", exposure: WAIVED.exposure.level, port: 5000, login: null },
    addresses: WAIVED.exposure.addresses,
    claims: [],
    findings: WAIVED.findings.map(({ id, severity, what }) => ({ id, severity, what })),
    waived: [{ id: "public-without-auth", reason: "demo day", until: "2026-12-01" }],
    remedy: [],
  };
  const { exposure, remedy } = REFUSED;
  const ALL = [
    { level: "error", event: "usage", problems: PROBLEMS, msg: "the settings cannot be used" },
    {
      ...{ level: "error", event: "refused", verdict: "refuse", exposure: exposure.level },
      ...{ addresses: exposure.addresses, port: 5000, claims: [], login: null },
      findings: REFUSED.findings.map(({ id, severity, what }) => ({ id, severity, what })),
      ...{ waived: [], remedy, msg: "MLflow was not started" },
    },
    {
      ...{ level: "info", event: "starting", url: PLAN.url, removed: ["UVICORN_FD"] },
      data: PLAN.data,
      ...{ mlflow: "3.17.2", path: "/opt/mlflow/bin/mlflow", source: "PATH" },
      passedOver: ["/m/bin/mlflow", "/w/bin/mlflow"],
      notTaken: [{ path: "/w/bin/mlflow", reason: "others can change it" }],
      ...LOOPBACK,
      msg: "starting MLflow",
    },
    {
      ...{ level: "info", event: "ready", url: PLAN.url, seconds: 6.24, mlflow: "3.17.2" },
      ...{ path: "/opt/mlflow/bin/mlflow", checked: FACTS.shown, ...OPENED, msg: "ready" },
    },
    { level: "warn", event: "open", ...OPENED, msg: "the opt-out is in force" },
    {
      ...{ level: "info", event: "stopping", reason: "asked", signal: "SIGTERM", atMost: 30 },
      msg: "stopping",
    },
    {
      ...{ level: "info", event: "stopped", reason: "asked", signal: "SIGTERM", code: 0 },
      ...{ seconds: 1.5, killed: false, jobContainers: null, msg: "stopped" },
    },
    { level: "error", event: "failed", fix: "fix it", msg: "broken" },
    {
      ...{ level: "error", event: "failed", cause: ENDING.cause, fix: "fix that" },
      ...{ lastLines: ["last line"], waited: null, msg: ENDING.what },
    },
    { level: "info", event: "access", ...ACCESS, msg: "access" },
    { level: "warn", event: "warning", msg: "careful" },
    { level: "warn", event: "warning", msg: "lost it" },
    { level: "info", event: "message", msg: "a question?" },
  ];

  it("each thing that is said is one record", async () => {
    expect(await saidBy([], sayAll)).toEqual(ALL);
    expect(await saidBy(["--guard-log-level", "debug"], sayAll)).toEqual(ALL);
  });

  it("what is relied on is said at every level", async () => {
    const kept = (level: "warn" | "error") =>
      ALL.flatMap((record) => {
        const { event, msg } = record;
        if (record.level === "error" || record.level === level) return [record];
        const relied = ["ready", "stopping", "stopped", "message"].includes(event);
        return relied || msg === "lost it" ? [{ ...record, level: "error" }] : [];
      });
    expect(await saidBy(["--guard-log-level", "warn"], sayAll)).toEqual(kept("warn"));
    expect(await saidBy(["--guard-log-level", "error"], sayAll)).toEqual(kept("error"));
  });

  it("a stop by the guard is an error, with its cause", async () => {
    const stop = { reason: "guard", signal: null, violation: VIOLATION } as const;
    const said = await saidBy(["--guard-log-level", "error"], (reporter) => {
      reporter.stopping({ ...STOPPING, ...stop });
      reporter.stopped({ ...STOPPED, ...stop, code: 76 });
    });
    const why = { level: "error", reason: "guard", signal: null, cause: "a plugin" };
    expect(said).toEqual([
      { ...why, event: "stopping", atMost: 30, msg: "an open listener" },
      {
        ...{ ...why, event: "stopped", code: 76, seconds: 1.5, killed: false },
        ...{ jobContainers: null, msg: "an open listener" },
      },
    ]);
  });
});
