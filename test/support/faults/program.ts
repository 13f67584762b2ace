import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "../../../scripts/bundle.js";
import { makeFolder } from "../guard.ts";
import { instrument, isPlace, ROOT } from "./sites.ts";

const SRC = join(ROOT, "src/");

/** Builds the program with every call of the system wrapped. @returns the words that start it with Node. */
export async function buildFaulty(): Promise<readonly string[]> {
  const folder = makeFolder();
  for (const name of [
    "bin",
    "docs",
    "python",
    "package.json",
    "dist/passwords.txt",
    "dist/lexicon.bin",
    "dist/hashes.bin",
  ])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  await bundle(ROOT, join(folder, "dist"), "0.0.0", [
    {
      name: "faults",
      transform: (text, path) =>
        path.startsWith(SRC) && isPlace(path.slice(SRC.length))
          ? { code: instrument(path, text).text }
          : null,
    },
  ]);
  writeFileSync(join(folder, "dist/package.json"), '{ "type": "commonjs" }\n');
  const runtime = join(ROOT, "test/support/faults/runtime.cjs");
  return ["--require", runtime, join(folder, "bin/mlflow-guard.js")];
}

/** When a place is to fail: while the server starts, serves, or is told to end. */
export type Phase = "start" | "running" | "stopping";

export interface Fault {
  readonly site: string;
  readonly error: string;
  readonly phase: Phase;
}

/** What the program tells beside what it says. */
export interface Notes {
  readonly env: Readonly<Record<string, string>>;
  /** The places that were reached, with the phase before them. */
  readonly reached: () => readonly (readonly [Phase, string])[];
  readonly has: (line: string) => boolean;
}

/** @param fault null only to note what is reached. */
export function takeNotes(fault: Fault | null): Notes {
  const folder = makeFolder({ log: "" });
  const log = join(folder, "log");
  const lines = () => readFileSync(log, "utf8").split("\n");
  const failing = fault && {
    FAULT_SITE: fault.site,
    FAULT_ERROR: fault.error,
    FAULT_PHASE: fault.phase,
  };
  return {
    env: { FAULT_LOG: log, ...failing },
    has: (line) => lines().includes(line),
    reached: () =>
      lines()
        .map((line) => line.split("\t"))
        .filter(([phase]) => phase === "start" || phase === "running" || phase === "stopping")
        .map(([phase, id = ""]) => [phase as Phase, id]),
  };
}
