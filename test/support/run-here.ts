import { run } from "../../src/run.ts";
import { makeFolder } from "./guard.ts";

/** As from a shell, in this process. */
export async function runHere(words: readonly string[]) {
  const said = { stdout: "", stderr: "" };
  const out = (text: string) => {
    said.stdout += text;
    return true;
  };
  const code = await run(words, {
    env: { HOME: "/nonexistent" },
    cwd: makeFolder(),
    ...{ uid: 1000, pid: 7, ppid: 3, node: "/node", today: () => "2026-11-24" },
    ...{ stdinIsTerminal: false, stderrIsTerminal: false },
    resolver: async () => [],
    out,
    secretOut: out,
    err: (text) => {
      said.stderr += text;
    },
    draw: () => {},
    onSignal: () => () => {},
    onFault: () => () => {},
    abort: () => {},
  });
  return { code, ...said };
}
