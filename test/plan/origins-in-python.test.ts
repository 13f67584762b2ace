import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { buildHostLists } from "../../src/plan/host-lists.ts";
import { originPattern } from "../../src/plan/origin-pattern.ts";
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
  return answersOf(python, script, lists(), sent);
}

function answersOf(
  python: string,
  script: string,
  given: { hosts: readonly string[]; origins: readonly string[] },
  sent: readonly string[],
): [string, boolean][] {
  const input = JSON.stringify({ ...given, sent });
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

/** What the user gives, which origins it admits, and which it must not: those that a pattern read otherwise admits. */
const GIVEN: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    "http://[fd00::2]",
    ["http://[fd00::2]"],
    ["http://d.evil.example", "http://[fd00::21]", "http://[fd00::2]:81", "https://[fd00::2]"],
  ],
  [
    "https://[2001:db8::7]:5000",
    ["https://[2001:db8::7]:5000"],
    ["https://2.evil.example", "https://[2001:db8::7]:50001", "https://[2001:db8::7]"],
  ],
  ["http://[::ffff:10.1.2.3]", ["http://[::ffff:10.1.2.3]"], ["http://f.evil.example", "http://1"]],
  ["https://a.example", ["https://a.example"], ["https://axexample", "https://a.example.evil"]],
  [
    "https://*.example.com",
    ["https://a.example.com", "https://a.b-c.example.com"],
    [
      "https://aexample.com",
      "https://example.com",
      "https://a.example.com.evil.example",
      "https://a.example.com:81",
      "http://a.example.com",
    ],
  ],
  [
    "http://nb.example:*",
    ["http://nb.example:8888"],
    ["http://nb.example.evil.example", "http://nb.example", "http://nbxexample:8888"],
  ],
  ["https://app*.example.com", ["https://app1.example.com"], ["https://appp1example.com"]],
  ["http://?.example", ["http://a.example"], ["http://ab.example", "http:/.example", "http://x"]],
  ["**.example.com", ["http://a.example.com"], ["http://a.example.com.evil"]],
  ["chrome-extension://*", ["chrome-extension://ab"], ["http://evil.example", "null"]],
  ["dash-app://x.y*", ["dash-app://x.yz"], ["dash-app://x", "dash-app://xayz"]],
  ["https://(a|b).example", [], ["https://a.example", "https://b.example"]],
  ["https://a.example|https://b.example", [], ["https://a.example", "https://b.example"]],
  ["https://.*\\.example$", [], ["https://a.example", "https://evil"]],
  ["https://[z-a].example", [], ["https://a.example", "https://a.example.evil"]],
  ["h*", [], ["null", "ftp://x"]],
  ["?ttp://a.example", [], ["http://a.example.evil"]],
];

describe.each(GIVEN)("--cors-allowed-origins %s", (origin, admitted, foreign) => {
  const sent = [...admitted, ...foreign];
  const expected = [...admitted.map((one) => [one, true]), ...foreign.map((one) => [one, false])];
  const scene = { words: ["--cors-allowed-origins", origin] };
  const { intent } = intentOf(scene);
  const text = buildHostLists(intent, factsOf(scene), decisionOf(scene), "127.0.0.1").origins;
  const given = { hosts: [], origins: text?.split(",") ?? [] };

  it.each(PYTHONS)("by Python %s", (_version, python) => {
    expect(answersOf(python, MLFLOW, given, sent)).toEqual(expected);
  });

  it("by flask-cors", () => {
    expect(answersOf(PYTHON, FLASK_CORS, given, sent)).toEqual(expected);
  });
});

describe("--cors-allowed-origins with a set", () => {
  const text = originPattern("https://[a-z]x.example") ?? "";
  const given = { hosts: [], origins: [text] };
  const sent = ["https://ax.example", "https://1x.example", "https://ax.example.evil"];

  it("lets pages write, as MLflow says, and none read", () => {
    const answers = [MLFLOW, FLASK_CORS].map((script) =>
      answersOf(PYTHON, script, given, sent).map(([, passes]) => passes),
    );
    expect(answers).toEqual([
      [true, false, false],
      [false, false, false],
    ]);
  });
});

describe("a host list with a pattern in the middle of a name", () => {
  const scene = { words: ["--allowed-hosts", "ml*.example,m?.example"] };
  const { intent } = intentOf(scene);
  const { origins } = buildHostLists(intent, factsOf(scene), decisionOf(scene), "127.0.0.1");
  const own = ["http://mlx.example", "https://mx.example:5000"];
  const foreign = ["http://mlll.example.evil", "http://m.example", "http://mll.example.evil"];
  const expected = [...own.map((one) => [one, true]), ...foreign.map((one) => [one, false])];

  it("admits no page of another name", () => {
    const given = { hosts: [], origins: origins?.split(",") ?? [] };
    for (const script of [MLFLOW, FLASK_CORS])
      expect(answersOf(PYTHON, script, given, [...own, ...foreign])).toEqual(expected);
  });
});
