import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ports } from "../../src/ports.ts";
import { reporterOf } from "../../src/report/reporter.ts";
import { harmless, withSink } from "../../src/report/sink.ts";
import { run } from "../../src/run.ts";
import { intentOf } from "../support/world.ts";

const HOSTILE = ["\u001b[2J", "\u001b]0;x\u0007", "\u0007", "\r", "\u202e", "\u2028", "\u009b2J"];
const BAD = /(?!\u001b\[[0-9;:]*m)(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

describe("the sink of what is said", () => {
  it.each(HOSTILE)("lets no %j through", (part) => {
    expect(harmless(`a${part}b\n`)).not.toMatch(BAD);
  });

  it("keeps lines, words and colours", () => {
    const text = "\u001b[1m\u001b[32mready\u001b[39m\u001b[22m\n  caf\u00e9 \u65e5\n";
    expect(harmless(text)).toBe(text);
  });

  it("holds for any text", () => {
    const part = fc.oneof(fc.constantFrom(...HOSTILE, "\u001b", "["), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(harmless(parts.join(""))).not.toMatch(BAD);
      }),
    );
  });

  it.each([
    "text",
    "json",
  ])("is that of the reporter in %s, whatever a renderer forgets", async (format) => {
    const said: string[] = [];
    const { intent } = intentOf({ words: ["--guard-log-format", format] });
    const ports = { err: (text: string) => said.push(text), env: {}, stderrIsTerminal: true };
    // Only what it uses of the process.
    const reporter = await reporterOf(intent, withSink(ports as unknown as Ports));
    for (const part of HOSTILE) {
      reporter.failed(`a${part}`, `b${part}`);
      reporter.warned(part);
      reporter.stopped({
        ...{ reason: "asked", signal: part as NodeJS.Signals, violation: null },
        ...{ code: 0, seconds: 1, killed: false, jobContainers: null },
      });
    }
    expect(said.length).toBe(3 * HOSTILE.length);
    expect(said.join("")).not.toMatch(BAD);
  });

  it("is that of every command, the stack of a mistake included", async () => {
    let said = "";
    const say = (text: string) => {
      said += text;
      return true;
    };
    const ports: Ports = {
      ...{ env: { MLFLOW_GUARD_DEBUG: "1" }, cwd: "/", uid: 1000, pid: 7, ppid: 1, node: "/node" },
      ...{ today: () => "2026-11-29", stdinIsTerminal: false, stderrIsTerminal: false },
      resolver: () => Promise.reject(new Error(HOSTILE.join("x"))),
      ...{ out: say, secretOut: say, err: say, draw: say },
      onSignal: () => () => {},
      onFault: () => () => {},
      abort: () => {},
    };
    expect(await run(["check", "--host", "name.example"], ports)).toBe(70);
    expect(said).toContain("internal error");
    expect(said).toContain("at ");
    expect(said).not.toMatch(BAD);
  });
});
