// Takes every check of the watch out, one at a time, and shows that a test fails without it. In a copy, so that
// nothing is left behind; some ten minutes. `npm run test:without-checks`
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare, root } from "./prepare.js";

const JUDGE = "src/watch/judge.ts";
const PROOF = "src/watch/proof.ts";
const STRANGER = "src/watch/stranger.ts";
const INQUIRY = "src/watch/inquiry.ts";
const WATCH = "src/watch/watch.ts";
const EYE = "src/watch/eye.ts";
const TREE = "src/watch/process-tree.ts";
const REAPER = "src/launch/reaper.ts";

/** What is taken out, where, the text that goes, and what stands there instead. */
const CHECKS = [
  ["sockets on other addresses", JUDGE, "...open.map((one) => strayViolation(one, planned)),", ""],
  ["other programs on the address", JUDGE, "...rivals.map(rivalViolation)", ""],
  [
    "a listener of its own before ready",
    JUDGE,
    "planned.every((plan) => theirs.some((one) => same(one, plan)))",
    "true",
  ],
  [
    "listeners on loopback",
    JUDGE,
    "...strays.filter((one) => !open.includes(one)).map(localWarning),",
    "",
  ],
  ["UNIX sockets", JUDGE, "...openUnix.map(unixWarning),", ""],
  ["processes that cannot be looked at", JUDGE, "...look.blind.map(", "...[].map("],
  [
    "two looks in a row",
    JUDGE,
    "now.violations.filter(({ key }) => known.has(key))",
    "now.violations",
  ],
  ["sockets that move", EYE, "`${inode} ${local.address} ${local.port}`", "inode"],
  ["IPv6 sockets", EYE, '["tcp", "tcp6"]', '["tcp"]'],
  ["other network namespaces", EYE, "networks(members);", "networks([]);"],
  ["descendants", TREE, "members.has(parent) || members.has(session)", "members.has(session)"],
  ["the mark", TREE, "carries(pid, this.#mark)", "false"],
  [
    "whoever was a member once",
    TREE,
    "known.view.started ? [[pid, { view, member: true }]]",
    "known.view.started && view?.parent !== 1 ? [[pid, { view, member: true }]]",
  ],
  ["keeping descendants in sight", REAPER, "ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)", "pass"],
  [
    "ending what left the group, by the launcher",
    WATCH,
    "? [] : this.#eye.tree.outsiders()",
    "? [] : []",
  ],
  [
    "ending what left the group, by the reaper",
    REAPER,
    "send(child, signal.SIGKILL if late else signal.SIGTERM)",
    "sys.exit(0)",
  ],
  [
    "ending it in a hurry",
    REAPER,
    "signal.signal(signal.SIGUSR1, hurry)",
    "signal.signal(signal.SIGUSR1, lambda *_: None)",
  ],
  ["the answer of /health", INQUIRY, "!== 200) return null;", "=== null) return null;"],
  [
    "only 401",
    PROOF,
    "passes: answer === 401 || redirected || nobody",
    "passes: answer === 401 || answer === 404 || redirected || nobody",
  ],
  [
    "no redirect for basic-auth",
    PROOF,
    "expected.login?.redirects === true && isRedirect(answer)",
    "isRedirect(answer)",
  ],
  ["server errors", PROOF, "(strict || answer < 500)", "answer < 500"],
  [
    "questions without an answer",
    INQUIRY,
    "return violation === null && first === undefined;",
    "return violation === null;",
  ],
  ["routes below the prefix", STRANGER, 'prefix === "" ? [""] : [prefix, ""]', '[""]'],
  ["routes beside the prefix", STRANGER, 'prefix === "" ? [""] : [prefix, ""]', "[prefix]"],
  [
    "default passwords",
    STRANGER,
    "...foreignHosts(asking), ...defaults",
    "...foreignHosts(asking)",
  ],
  ["foreign Host headers", STRANGER, "...foreignHosts(asking), ...defaults", "...defaults"],
  [
    "every worker before ready",
    INQUIRY,
    "await this.#askWorkers(performance.now() + WORKERS_AT_START)",
    "[]",
  ],
  ["new workers", INQUIRY, "await this.#askFresh()", "return"],
  ["questions now and then", INQUIRY, "await this.#askAgain()", "return"],
  ["a look after the last question", WATCH, "|| !served || this.#inDoubt", ""],
  ["the admin's password", INQUIRY, "await this.#tryAdmin();", ""],
];

const prepared = prepare();
if (prepared) process.exit(prepared);
const copy = mkdtempSync(join(tmpdir(), "mlflow-guard-checks-"));
let missed = 0;
try {
  for (const name of [
    "bin",
    "src",
    "test",
    "scripts",
    "docs",
    "package.json",
    "tsconfig.json",
    "vitest.config.ts",
  ])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  if (testsFail()) throw new Error("a test fails with every check in place");
  for (const [what, file, from, to] of CHECKS) {
    const path = join(copy, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from)) throw new Error(`${file} no longer holds: ${from}`);
    writeFileSync(path, text.replace(from, to));
    const failed = testsFail();
    writeFileSync(path, text);
    if (!failed) missed++;
    console.log(`${failed ? "a test fails" : "NOTHING FAILS"} without: ${what}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${CHECKS.length - missed} passed, ${missed} failed`);
process.exitCode = missed === 0 ? 0 : 1;

function testsFail() {
  const run = (command, args) => spawnSync(command, args, { cwd: copy, stdio: "ignore" }).status;
  if (run(process.execPath, ["scripts/build.js"]) !== 0) throw new Error("the copy does not build");
  const tests = ["test/watch", "test/launch", "test/timing/stray", "test/e2e/stand-ins"];
  return (
    run(join(root, "node_modules/.bin/vitest"), [
      "run",
      "--bail=1",
      "--testTimeout=50000",
      ...tests,
    ]) !== 0
  );
}
