import { expect, it } from "vitest";
import { makeFolder, PYTHON, start } from "../support/guard.ts";
import { STORE_SPELLINGS, UNKNOWN_STORES } from "../support/store-spellings.ts";

/** Makes the stores as `mlflow server` does, each in a process of its own. */
const MAKE = `
import json, os, sys, tempfile
from mlflow.server.handlers import initialize_backend_stores
for uri in json.load(sys.stdin):
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.chdir(tempfile.mkdtemp(dir="."))
        try:
            initialize_backend_stores(uri, None, "./mlruns")
            said = "made"
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(1, (json.dumps([uri, said]) + "\\n").encode())
        os._exit(0)
    os.waitpid(child, 0)
`;

/** No store is made of it, whatever runs where. */
const NO_URI =
  /unsupported URI|Invalid database|Could not parse SQLAlchemy URL|Invalid SQLite URL|Can't load plugin|invalid literal for int|filesystem tracking backend/;

/** The managed MLflow has the driver of no other database. */
const NO_DRIVER = /^ModuleNotFoundError: No module named/;

it("MLflow takes none of the spellings that are refused, and the others", async () => {
  const cwd = makeFolder();
  const asked = JSON.stringify([...STORE_SPELLINGS.map(([uri]) => uri), ...UNKNOWN_STORES]);
  const words = [
    "-c",
    `${MAKE.replace("json.load(sys.stdin)", `json.loads(${JSON.stringify(asked)})`)}`,
  ];
  const { stdout, code } = await start(PYTHON, words, { cwd, env: { HOME: cwd } }).ended;
  expect(code).toBe(0);
  const lines = stdout.split("\n").filter((line) => line.startsWith("["));
  const said = new Map<string, string>(lines.map((line) => JSON.parse(line)));
  for (const [uri, refused] of STORE_SPELLINGS) {
    const answer = said.get(uri) ?? "nothing";
    if (refused === null)
      expect([uri, answer === "made" || NO_DRIVER.test(answer)]).toEqual([uri, true]);
    else expect([uri, answer]).toEqual([uri, expect.stringMatching(NO_URI)]);
  }
  for (const uri of UNKNOWN_STORES)
    expect([uri, said.get(uri)]).toEqual([uri, expect.stringMatching(NO_URI)]);
}, 400_000);
