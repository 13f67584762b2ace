const JUDGE = "src/watch/sockets/violations.ts";
const PROOF = "src/watch/login/proof.ts";
const STRANGER = "src/watch/login/questions.ts";
const INQUIRY = "src/watch/login/prover.ts";
const WATCH = "src/watch/watch.ts";
const EYE = "src/watch/sockets/observer.ts";
const READER = "src/watch/sockets/socket-reader.ts";
const TREE = "src/watch/sockets/process-tree.ts";
const REAPER = "src/programs/reaper.py";

/** What is taken out, where, the text that goes, and what takes its place. */
export const CHECKS = [
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
  ["UNIX sockets", JUDGE, "...look.unix.flatMap((one) => unixWarning(one, doorOf(one.path))),", ""],
  ["UDP sockets", JUDGE, ".map(udpWarning),", ".flatMap(() => []),"],
  ["processes that cannot be looked at", JUDGE, "...look.blind.map(", "...[].map("],
  [
    "two looks in a row",
    JUDGE,
    "now.violations.filter(({ key }) => known.has(key))",
    "now.violations",
  ],
  ["sockets that move", EYE, "`${inode} ${local.address} ${local.port}`", "inode"],
  ["IPv6 sockets", READER, "return [...first, ...parseTcp(", "return first ?? [...parseTcp("],
  [
    "threads with files of their own",
    EYE,
    "unheld().every(({ inode }) => this.#foreign.has(inode))",
    "true",
  ],
  [
    "the network that a claim is about",
    "src/watch/sockets/claimed-network.ts",
    "const against = contradictionIn(network);",
    "const against = null as ReturnType<typeof contradictionIn>;",
  ],
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
    "return this.#eye.tree.outsiders().map(({ pid }) => pid);",
    "return [];",
  ],
  [
    "ending what left the group, by the reaper",
    REAPER,
    "send(child, signal.SIGKILL if late else signal.SIGTERM)",
    "sys.exit(0)",
  ],
  [
    "ending it in a hurry, once the time is over and nobody else is left",
    REAPER,
    "signal.signal(signal.SIGALRM, self.hurry)",
    "signal.signal(signal.SIGALRM, lambda *_: None)",
  ],
  ["the answer of /health", INQUIRY, "!== 200) return null;", "=== null) return null;"],
  ["only 401", PROOF, "return answer === 401;", "return answer === 401 || answer === 404;"],
  [
    "redirects that are not the login's",
    PROOF,
    'return redirects === "anywhere" || leadsTo(redirects, answer.location, asking);',
    "return true;",
  ],
  ["a page that was not modified", PROOF, "if (answer.status === 304) return false;", ""],
  [
    "server errors",
    PROOF,
    "(strict || (statusIn(answer) ?? 0) < 500)",
    "(statusIn(answer) ?? 0) < 500",
  ],
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
