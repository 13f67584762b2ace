import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { buildHostLists } from "../../src/plan/host-lists.ts";
import { PYTHON } from "../support/guard.ts";
import { findPython } from "../support/pythons.ts";
import { decisionOf, factsOf, intentOf, STRONG } from "../support/world.ts";

/** Everything that an exposed machine has: addresses of both kinds, a name, what was asked for. */
const NAMES = "ml.example,*.wild.example,[fd00::9]:80,[::ffff:10.1.2.3],[2001:DB8::7]";

function lists() {
  const addresses = ["192.168.1.20", "fd00::20", "fe80::fc:ff:fe00:1", "2001:db8::1"];
  const interfaces = addresses.map((address) => ({ interface: "x", address }));
  const scene = {
    words: ["--host", "::", "--allowed-hosts", NAMES],
    facts: { ...STRONG, interfaces },
  };
  const { hosts, origins } = buildHostLists(
    intentOf(scene).intent,
    factsOf(scene),
    decisionOf(scene),
    "::",
  );
  return { hosts: hosts.split(","), origins: origins?.split(",") ?? [] };
}

/** Origins that a browser sends, and whether they are this server's own. */
const SENT: readonly (readonly [string, boolean])[] = [
  ...["192.168.1.20", "[fd00::20]", "[2001:db8::1]", "ml.example"]
    .flatMap((host) => [`http://${host}`, `https://${host}`, `http://${host}:5000`])
    .map((origin) => [origin, true] as const),
  ["http://d.evil.example", false],
  ["http://2.evil.example", false],
  ["http://fd00.evil.example", false],
  ["http://[fd00::21]", false],
  ["http://[fd00::2]:5000", false],
  ["http://192.168.1.200", false],
  ["http://192x168.1.20:5000", false],
  ["https://mlxexample:5000", false],
  ["https://wild.example", false],
  ["null", false],
];

/** Of a name that begins with a wildcard: MLflow lets its pages write, flask-cors lets no other page read. */
const WILD = ["http://a.wild.example", "https://a.wild.example", "http://a.wild.example:5000"];

/** As MLflow compares: `should_block_cors_request` and `is_allowed_host_header` of mlflow/server/security_utils.py. */
const MLFLOW = `
import fnmatch, json, re, sys, warnings
warnings.simplefilter("error")
given = json.load(sys.stdin)
for pattern in given["origins"]:
    if set("*[]?()$^\\\\") & set(pattern):
        re.compile(pattern, re.IGNORECASE)
for pattern in given["hosts"]:
    fnmatch.fnmatch("x", pattern)
passes = lambda one: any(fnmatch.fnmatch(one, p) if "*" in p else one == p for p in given["origins"])
print(json.dumps([passes(one) for one in given["sent"]]))
`;

/** The real flask-cors, which MLflow gives the same list. */
const FLASK_CORS = `
import json, sys, warnings
from flask import Flask
from flask_cors import CORS
warnings.simplefilter("error")
given = json.load(sys.stdin)
app = Flask("x")
CORS(app, resources={r"/*": {"origins": given["origins"]}}, supports_credentials=True)
app.add_url_rule("/", "root", lambda: "")
client = app.test_client()
answers = [client.get("/", headers={"Origin": one}).headers for one in given["sent"]]
print(json.dumps(["Access-Control-Allow-Origin" in one for one in answers]))
`;

function verdicts(python: string, script: string): [string, boolean][] {
  const sent = [...SENT.map(([origin]) => origin), ...WILD];
  const input = JSON.stringify({ ...lists(), sent });
  const answers: boolean[] = JSON.parse(
    execFileSync(python, ["-I", "-c", script], { input, encoding: "utf8" }),
  );
  return sent.map((origin, at) => [origin, answers[at] ?? false]);
}

/** The same of every Python that MLflow runs on, as far as this machine has it. */
const PYTHONS = ["3.10", "3.11", "3.12", "3.13", "3.14"].flatMap((version) => {
  const python = findPython(version);
  return python === null ? [] : [[version, python] as const];
});

describe("the lists, as MLflow reads them, without a warning", () => {
  it.each(PYTHONS)("by Python %s", (_version, python) => {
    expect(verdicts(python, MLFLOW)).toEqual([...SENT, ...WILD.map((one) => [one, true])]);
  });

  it("by flask-cors", () => {
    expect(verdicts(PYTHON, FLASK_CORS)).toEqual([...SENT, ...WILD.map((one) => [one, false])]);
  });
});
