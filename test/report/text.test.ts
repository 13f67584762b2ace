import { describe, expect, it } from "vitest";
import { onDay } from "../../src/policy/waivers.ts";
import {
  renderAllowed,
  renderFailure,
  renderRefusal,
  renderUsage,
  renderWaived,
} from "../../src/report/text.ts";
import { decisionOf, MLFLOW, STRONG } from "../support/world.ts";
import { OPEN, TALKATIVE, waivedOn } from "./rendered.ts";

const refusal = (scene: Parameters<typeof decisionOf>[0]) =>
  renderRefusal(decisionOf(scene), "mlflow-guard");

describe("a refusal", () => {
  it("says the state first, then what, why and fix, then the command that starts it", () => {
    const text = refusal({ words: OPEN });
    const marks = [
      "mlflow-guard: REFUSED. MLflow was not started; no port was opened.",
      "\npublic-without-auth\n",
      "\n  what  --host (command line)",
      "\n  why   no login is configured",
      "\n  fix   1  mlflow-guard server\n",
      "\n        2  mlflow-guard init && mlflow-guard server --host 0.0.0.0\n",
      "ssh -N -L",
      "\nto start it:\n  mlflow-guard init && mlflow-guard server --host 0.0.0.0\n",
    ];
    const places = marks.map((mark) => text.indexOf(mark));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text.endsWith("\n")).toBe(true);
  });

  it("of check speaks of no start", () => {
    const [first = ""] = renderRefusal(
      decisionOf({ words: OPEN }),
      "mlflow-guard",
      null,
      "check",
    ).split("\n");
    expect(first).toBe(
      'mlflow-guard: REFUSED. "server" would not start MLflow with these settings.',
    );
  });

  it("keeps the command of the tunnel on one line, to be pasted", () => {
    expect(refusal({ words: OPEN })).toContain("ssh -N -L 5000:127.0.0.1:5000 gpu-box");
  });

  it("names the addresses and the port that would be reached", () => {
    expect(refusal({ words: [...OPEN, "-p", "6000"] })).toMatch(/192\.168\.1\.20,[\s\S]*port 6000/);
  });

  it("shows errors before warnings, each warning with its page", () => {
    const text = refusal({ words: [...OPEN, "--dev"], facts: { isRoot: true } });
    expect(text.indexOf("public-without-auth")).toBeLessThan(
      text.indexOf("warning running-as-root: "),
    );
    expect(text).toContain("(mlflow-guard rules running-as-root)");
  });

  it("has no line to paste for the opt-out", () => {
    expect(refusal({ words: OPEN })).not.toContain("--guard-unsafe");
  });

  it.each(TALKATIVE)("of %s keeps prose within 80 columns", (_what, scene) => {
    const long = refusal(scene)
      .split("\n")
      .filter((line) => line.length > 80 && !/mlflow-guard (?:server|init|install)/.test(line));
    expect(long).toEqual([]);
  });

  it.each(TALKATIVE)("of %s is plain ASCII and shows no password", (_what, scene) => {
    expect(refusal(scene)).toMatch(/^[\x20-\x7e\n]*$/);
    expect(refusal(scene)).not.toContain("hunter2");
  });

  it("cannot be forged by a value", () => {
    const value = "\u001b[2J\u202ex\r\nmlflow-guard: ready http://evil.example";
    const texts = [
      refusal({ env: { MLFLOW_HOST: value } }),
      refusal({ words: ["--host", value] }),
      refusal({ words: [...OPEN, "--app-name", value] }),
      refusal({ words: [...OPEN, "--default-artifact-root", value] }),
    ];
    for (const text of texts) {
      expect(text).toMatch(/^[\x20-\x7e\n]*$/);
      expect(text).not.toMatch(/^mlflow-guard: ready/m);
    }
  });
});

describe("an allowed check", () => {
  it.each([
    [{}, "mlflow-guard: allowed. 127.0.0.1 port 5000: loopback, no login.\n"],
    [
      { words: OPEN, facts: STRONG },
      "mlflow-guard: allowed. 0.0.0.0 port 5000: public, login basic-auth (switched on).\n",
    ],
    [
      { words: [...OPEN, "--app-name", "basic-auth"], facts: STRONG },
      "mlflow-guard: allowed. 0.0.0.0 port 5000: public, login basic-auth.\n",
    ],
  ])("%# is one line", (scene, line) => {
    const text = renderAllowed(decisionOf(scene), "mlflow-guard");
    expect(text.slice(0, text.indexOf("\n") + 1)).toBe(line);
  });

  it("says why an MLflow was passed over that could not be taken", () => {
    const other = { path: "/v/bin/mlflow", source: "/v", reason: "others can change it" };
    const text = renderAllowed(decisionOf({}), "g", { found: MLFLOW, passedOver: [other] });
    expect(text.replace(/\s+/g, " ")).toContain(
      "; passed over: /v/bin/mlflow (others can change it)",
    );
  });

  it("names the MLflow that was chosen, and the others, also in a refusal", () => {
    const other = { path: "/m/bin/mlflow", source: "managed by install-mlflow" };
    const chosen = { found: MLFLOW, passedOver: [other] };
    const line =
      "MLflow 3.17.2: /opt/mlflow/bin/mlflow (PATH); passed over: /m/bin/mlflow (managed by install-mlflow)";
    const decision = decisionOf({ words: OPEN });
    for (const text of [
      renderAllowed(decisionOf({}), "g", chosen),
      renderRefusal(decision, "g", chosen),
    ]) {
      expect(text.split("\n")[1]).toMatch(/^ {2}MLflow 3/);
      expect(text.replace(/\s+/g, " ")).toContain(line);
    }
    expect(renderRefusal(decision, "g")).not.toContain("MLflow 3.17.2:");
  });

  it("names claims, the opt-out and warnings", () => {
    const claim = { words: ["--guard-behind-proxy", "https://p.example"] };
    const allowed = renderAllowed(decisionOf(claim), "g");
    expect(allowed).toContain("port 5000: loopback if the claim is true, no login.");
    expect(allowed).toContain("claimed, not verified");
    const text = renderAllowed(waivedOn("2027-01-31", ["--dev"]), "g");
    expect(text).toContain("!!! OPEN: public-without-auth");
  });
});

describe("the opt-out", () => {
  const banner = (until: string) => {
    const decision = waivedOn(until);
    return decision.waived.flatMap((waived) => renderWaived(waived, decision));
  };

  it("says what is open, where, to whom, why and until when, in ten lines at most", () => {
    const lines = banner("2027-01-31");
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(lines.join("\n")).toMatch(
      /public-without-auth[\s\S]*192\.168\.1\.20[\s\S]*port 5000[\s\S]*everybody[\s\S]*delete[\s\S]*demo day[\s\S]*2027-01-31 \(UTC\)/,
    );
    expect(lines.filter((line) => line.length > 80 || !/^[\x20-\x7e]*$/.test(line))).toEqual([]);
  });

  it.each([
    ["2026-11-23", "; it ends today"],
    ["2026-12-07", "ends in 14 days"],
  ])("until %s %s", (until, text) => {
    expect(banner(until).at(-1)).toContain(text);
  });

  it.each([
    ["2026-12-06", "; it ends tomorrow"],
    ["2026-12-08", "that is over, and the next start is refused"],
  ])("counts anew on %s", (today, text) => {
    const decision = onDay(waivedOn("2026-12-07"), today);
    expect(decision.waived.flatMap((one) => renderWaived(one, decision)).at(-1)).toContain(text);
  });

  it("says nothing of the end 15 days before", () => {
    expect(banner("2026-12-08").at(-1)).not.toContain("ends in");
  });
});

describe("other lines", () => {
  it("shows every usage problem with its fix", () => {
    const problems = [
      { what: "a\u001b", fix: "b" },
      { what: "c", fix: "d" },
    ];
    const text = renderUsage(problems, "g");
    expect(text).toContain("  what  a\\u{1b}\n  fix   b\n  what  c\n  fix   d\n");
    expect(text).toContain("g server --help");
  });

  it("keeps the commands of a failure apart", () => {
    expect(renderFailure("no port", "one\ntwo")).toBe("mlflow-guard: no port\n  one\n  two\n");
    expect(renderFailure("no port", "one", "(see there)")).toBe(
      "mlflow-guard: no port (see there)\n  one\n",
    );
  });
});
