import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { CATALOGUE, CATALOGUE_IDS } from "../../src/catalogue.ts";
import { endingOf } from "../../src/launch/life/ending.ts";
import type { Stopped } from "../../src/launch/life/stops.ts";
import type { Ports } from "../../src/ports.ts";
import { describeEnding } from "../../src/report/endings/endings.ts";
import { describeFailedStart } from "../../src/report/endings/failed-starts.ts";
import { renderStopped, renderStopping } from "../../src/report/endings/stops.ts";
import { describeViolation } from "../../src/report/endings/violations.ts";
import { type Reporter, reporterOf } from "../../src/report/reporter.ts";
import { renderReady, renderStart } from "../../src/report/start.ts";
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

const VIOLATION = { id: "private-folder-exchanged", path: "/s/run" } as const;
const TAKEN = { id: "port-taken", address: "127.0.0.1", port: 5000 } as const;
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
const UPGRADABLE = endingOf({
  ...{ exit: { code: 1, signal: null }, ready: false, readyTimeout: 60, secrets: [] },
  waited: { for: { on: "listener" }, signs: { deaths: 0, workers: 1, idle: 0 } },
  lines: ["Detected out-of-date database schema"],
});
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
  reporter.failed("no room", "make some", "system-call-failed");
  reporter.notStarted(TAKEN);
  reporter.ended(ENDING, "the upgrade");
  reporter.ended(UPGRADABLE, "the upgrade");
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
    renderStopping(STOPPING, "mlflow-guard"),
    renderStopped(STOPPED),
    renderFailure("broken", "fix it"),
    renderFailure("no room", "make some", "(mlflow-guard rules system-call-failed)"),
    "mlflow-guard: 127.0.0.1 port 5000 is taken by another process. MLflow was not\n" +
      "              started. (mlflow-guard rules port-taken)\n" +
      "  choose another: --port 5001\n",
    renderEnding(ENDING, "the upgrade", "mlflow-guard"),
    renderEnding(UPGRADABLE, "the upgrade", "mlflow-guard"),
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

const SCHEMA = JSON.parse(
  readFileSync(new URL("../../schema/events.schema.json", import.meta.url), "utf8"),
);
const follows = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(SCHEMA);

describe("as JSON", () => {
  const records = (said: readonly string[]) =>
    said.map((line) => {
      expect(line).toMatch(/^[\x20-\x7e]+\n$/);
      follows(JSON.parse(line));
      expect(follows.errors).toBeNull();
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
      ...{ level: "error", event: "failed", id: "system-call-failed", fix: "make some" },
      msg: "no room",
    },
    {
      ...{ level: "error", event: "failed", id: "port-taken", fix: "choose another: --port 5001" },
      msg: describeFailedStart(TAKEN).what,
    },
    {
      ...{ level: "error", event: "failed", id: "ended-unasked", cause: null },
      ...{ fix: "its last lines say why", lastLines: ["last line"], waited: null },
      msg: "MLflow ended with code 3",
    },
    {
      ...{ level: "error", event: "failed", id: "database-upgrade-needed", fix: "the upgrade" },
      cause: describeEnding(UPGRADABLE, "").cause,
      lastLines: ["Detected out-of-date database schema"],
      waited: { for: "MLflow to listen", signs: { deaths: 0, workers: 1, idle: 0 } },
      msg: "MLflow was not ready within 60 s and was stopped; the launcher waited for MLflow to listen",
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

  it("the schema knows every violation and failed start, and takes no other", () => {
    const [violations, failedStarts] = [true, false].map((isViolation) =>
      CATALOGUE_IDS.filter((id) => (CATALOGUE[id].exit === 76) === isViolation),
    );
    expect(SCHEMA.definitions.violation.enum).toEqual(violations);
    expect(SCHEMA.definitions.failedStart.enum).toEqual(failedStarts);
    const line = {
      level: "error",
      time: "2026-11-25T03:05:14.123Z",
      name: "mlflow-guard",
      msg: "",
    };
    const failed = { ...line, event: "failed", fix: "" };
    const stop = {
      ...line,
      event: "stopping",
      reason: "guard",
      signal: null,
      atMost: 5,
      cause: "",
    };
    const accepted = [{}, { id: "port-taken" }, { id: "stray-listener" }, { id: "other" }];
    expect(accepted.map((more) => follows({ ...failed, ...more }))).toEqual([
      ...[true, true, false, false],
    ]);
    expect(accepted.map((more) => follows({ ...stop, ...more }))).toEqual([
      ...[false, false, true, false],
    ]);
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
    const { what, cause } = describeViolation(VIOLATION);
    const why = { level: "error", reason: "guard", signal: null, id: VIOLATION.id, cause };
    expect(said).toEqual([
      { ...why, event: "stopping", atMost: 30, msg: what },
      {
        ...{ ...why, event: "stopped", code: 76, seconds: 1.5, killed: false },
        ...{ jobContainers: null, msg: what },
      },
    ]);
  });
});
