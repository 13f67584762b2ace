import { describe, expect, it } from "vitest";
import { makeEnvironment } from "../support/environments.ts";
import { BIN, freePort, makeFolder, shared, start } from "../support/guard.ts";
import { needs } from "../support/needs.ts";
import { atTerminal } from "../support/terminal.ts";

/** Says what it was given, in MLflow's place, and ends. */
const SCRIPT = `import os, stat, sys
print("umask %03o" % os.umask(0))
print("stdin", os.readlink("/proc/self/fd/0"))
print("pipe", stat.S_ISFIFO(os.fstat(1).st_mode))
print("terminal", sys.stdout.isatty(), flush=True)
open("/dev/stdout", "w").write("opened\\n")
os._exit(3)
`;

const mlflow = shared(() => makeEnvironment(makeFolder(), { script: SCRIPT }));

async function given(umask: string): Promise<string[]> {
  const words = ["server", "--port", String(await freePort()), "--guard-mlflow", mlflow()];
  const script = `umask ${umask}; exec "$@"`;
  const { code, stdout } = await start(
    "sh",
    ["-c", script, "sh", process.execPath, BIN, ...words],
    { cwd: makeFolder() },
  ).ended;
  expect(code).toBe(3);
  return stdout.trim().split("\n");
}

describe("what MLflow gets", needs("Linux"), () => {
  it("is an empty input, an output that can be opened, and a umask stricter by 007", async () => {
    const rest = ["stdin /dev/null", "pipe True", "terminal False", "opened"];
    expect(await given("022")).toEqual(["umask 027", ...rest]);
    expect(await given("077")).toEqual(["umask 077", ...rest]);
  });

  it("is a pipe that it takes for the terminal, where that is one", async () => {
    const words = ["server", "--port", String(await freePort()), "--guard-mlflow", mlflow()];
    const { code, screen } = await atTerminal(words, [], { cwd: makeFolder() });
    expect([code, screen]).toEqual([3, expect.stringContaining("terminal True")]);
    expect(screen).toContain("pipe True");
  });
});
