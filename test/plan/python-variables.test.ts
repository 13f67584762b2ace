import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { PYTHON_REMOVED, withoutImports } from "../../src/plan/python-variables.ts";
import { findPython } from "../support/pythons.ts";
import { planOf } from "./planned.ts";

/** What `python --help-env` or `--help` names. */
function documented(python: string): string[] {
  const help = ["--help-env", "--help"].map((option) => {
    try {
      return execFileSync(python, [option], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    } catch {
      return "";
    }
  });
  return [...new Set(help.join("\n").match(/\bPYTHON\w*\b/g))].filter((name) => name !== "PYTHON");
}

/** What it reads and gets: output, locale, limits, and how to look for faults. */
const PYTHON_PASSED =
  `PYTHONUNBUFFERED PYTHONIOENCODING PYTHONUTF8 PYTHONCOERCECLOCALE PYTHONWARNDEFAULTENCODING
  PYTHONLEGACYWINDOWSFSENCODING PYTHONLEGACYWINDOWSSTDIO PYTHON_COLORS PYTHONTZPATH PYTHONDOCS
  PYTHONNOUSERSITE PYTHONDONTWRITEBYTECODE PYTHON_FROZEN_MODULES PYTHONNODEBUGRANGES
  PYTHONHASHSEED PYTHONINTMAXSTRDIGITS PYTHONMALLOC PYTHONMALLOCSTATS PYTHON_CPU_COUNT PYTHON_GIL
  PYTHON_JIT PYTHON_TLBC PYTHON_THREAD_INHERIT_CONTEXT PYTHON_CONTEXT_AWARE_WARNINGS
  PYTHONDEBUG PYTHONVERBOSE PYTHONDEVMODE PYTHONFAULTHANDLER PYTHONTRACEMALLOC PYTHONASYNCIODEBUG
  PYTHONPROFILEIMPORTTIME PYTHONPERFSUPPORT PYTHON_PERF_JIT_SUPPORT PYTHONDUMPREFS PYTHONTHREADDEBUG
  PYTHON_DISABLE_REMOTE_DEBUG PYTHON_LLTRACE PYTHON_OPT_DEBUG PYTHON_UOPS_OPTIMIZE
  PYTHONREGRTEST_UNICODE_GUARD PYTHON_BASIC_REPL PYTHON_HISTORY`.split(/\s+/);

const PYTHONS = ["3.10", "3.11", "3.12", "3.13", "3.14"].flatMap(
  (version) => findPython(version) ?? [],
);
const APART = ["PYTHONPATH", "PYTHONWARNINGS"];

describe("Python's variables", () => {
  it("are decided once each", () => {
    const all = [...PYTHON_PASSED, ...PYTHON_REMOVED.keys(), ...APART];
    expect(all).toEqual([...new Set(all)]);
  });

  it.each(PYTHONS)("are all in the table: %s", (python) => {
    const known = new Set([...PYTHON_PASSED, ...PYTHON_REMOVED.keys(), ...APART]);
    const names = documented(python);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(PYTHON_PASSED)("%s passes", (name) => {
    expect(planOf({ env: { [name]: "1" } }).environment.get(name)).toBe("1");
  });

  it.each([...PYTHON_REMOVED])("%s goes: it %s", (name, why) => {
    const { removed, environment, notes } = planOf({ env: { [name]: "x" } });
    expect(environment.get(name)).toBe(name === "PYTHONSAFEPATH" ? "1" : undefined);
    expect(removed).toEqual(name === "PYTHONSAFEPATH" ? [] : [name]);
    expect(notes).toContain(`${name} does not reach MLflow: it ${why}`);
  });
});

describe("PYTHONWARNINGS", () => {
  it.each([
    ["error", "error", []],
    ["ignore::DeprecationWarning,default", "ignore::DeprecationWarning,default", []],
    ["ignore:a.b:UserWarning:mod.ule:3", "ignore:a.b:UserWarning:mod.ule:3", []],
    ["all:0:antigravity.x:0:0", "", ["all:0:antigravity.x:0:0"]],
    ["error,all::antigravity.x", "error", ["all::antigravity.x"]],
    ["all:: antigravity.x ,once,all::a.b", "once", ["all:: antigravity.x ", "all::a.b"]],
    ["", "", []],
  ])("%j keeps %j", (filters, kept, dropped) => {
    expect(withoutImports(filters)).toEqual({ kept, dropped });
  });

  it("reaches MLflow without what it would import, with a word about that", () => {
    const plan = planOf({ env: { PYTHONWARNINGS: "error,all::antigravity.x" } });
    expect(plan.environment.get("PYTHONWARNINGS")).toBe("error");
    expect(plan.removed).toEqual([]);
    expect(plan.notes).toEqual([
      'PYTHONWARNINGS filter "all::antigravity.x" does not reach MLflow: the category names a module, which Python would import',
    ]);
  });

  it("goes where nothing is left, and passes whole when it is named", () => {
    const env = { PYTHONWARNINGS: "all::a.b,all::c.d" };
    const plan = planOf({ env });
    expect([plan.environment.has("PYTHONWARNINGS"), plan.removed]).toEqual([
      false,
      ["PYTHONWARNINGS"],
    ]);
    expect(plan.notes[0]).toContain('filters "all::a.b", "all::c.d" do not reach');
    const named = planOf({ env, words: ["--guard-pass-env", "PYTHONWARNINGS"] });
    expect([named.environment.get("PYTHONWARNINGS"), named.notes]).toEqual([
      env.PYTHONWARNINGS,
      [],
    ]);
  });

  it("would import the module otherwise: real Python does", () => {
    const python = PYTHONS[0] ?? "python3";
    const script = "import sys; print('this' in sys.modules)";
    const run = (filters: string) =>
      execFileSync(python, ["-c", script], { encoding: "utf8", env: { PYTHONWARNINGS: filters } });
    expect(run("all::this.x")).toContain("True");
    expect(run(withoutImports("all::this.x,default").kept)).toBe("False\n");
  });
});
