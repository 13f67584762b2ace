/** Places that no scenario reaches, by the reason: what there would have to be. */
const UNREACHED: readonly (readonly [reason: string, places: readonly string[]])[] = [
  ["a gateway's passphrase in a file", ["facts/earlier-passphrase.ts existsSync"]],
  [
    "a file store",
    [
      "facts/file-stores.ts existsSync",
      "facts/file-stores.ts statSync",
      "facts/copied-runs.ts statSync",
    ],
  ],
  [
    "a secret written into a work tree",
    ["facts/git.ts execFileSync", "facts/git.ts lstatSync", "facts/git.ts appendFileSync"],
  ],
  ["a server of artifacts alone", ["facts/kept-files.ts existsSync"]],
  [
    "an option near the kernel's limit",
    ["facts/kernel-limits.ts readFileSync", "facts/kernel-limits.ts readFileSync #2"],
  ],
  [
    "words that are no UTF-8",
    ["facts/lost-bytes.ts readlinkSync", "facts/lost-bytes.ts readFileSync"],
  ],
  [
    "the managed environment, half made or of several versions, or one without the login",
    [
      "facts/managed-python.ts realpathSync",
      "mlflow/adding-command.ts existsSync",
      "mlflow/adding-command.ts existsSync #2",
      "mlflow/adding-command.ts statSync",
      "mlflow/adding-command.ts accessSync",
      "mlflow/managed-environments.ts existsSync #2",
      "mlflow/managed-environments.ts existsSync #3",
    ],
  ],
  ["a name to be looked up", ["facts/network.ts import"]],
  [
    "a container",
    [
      "facts/network.ts existsSync #2",
      "facts/network.ts readFileSync",
      "facts/paths.ts statSync",
      "watch/claimed-network.ts readFileSync",
    ],
  ],
  [
    "no XDG_STATE_HOME, and a home",
    ["facts/private-places.ts existsSync", "facts/private-places.ts homedir"],
  ],
  ["no folder to write to", ["facts/writable.ts statSync", "launch/launch.ts accessSync"]],
  ["a PYTHONPATH that the operator hands on", ["facts/python-path.ts statSync"]],
  [
    "a folder of a group, with ACLs",
    [
      "files/access-acl.ts realpathSync",
      "files/access-acl.ts statSync",
      "files/access-acl.ts statfsSync",
      "files/access-acl.ts statSync #2",
      "files/owners.ts readFileSync",
    ],
  ],
  ["a path through /dev/fd", ["files/who-can-change.ts statSync"]],
  ["an audit log of somebody else", ["launch/audit-open.ts closeSync"]],
  [
    "an installation that fails, or two at once",
    [
      "launch/install/folder.ts readdirSync",
      "launch/install/folder.ts unlinkSync",
      "launch/install/run-tool.ts spawnSync",
      "launch/install/install.ts existsSync #2",
      "launch/install/lock.ts rmSync",
      "launch/install/lock.ts rmSync #3",
      "launch/install/lock.ts process.kill",
      "launch/install/lock.ts writeFileSync #3",
      "launch/install/lock.ts rmSync #4",
      "launch/install/lock.ts rmSync #5",
      "launch/install/lock.ts rmSync #6",
      "launch/install/lock.ts lstatSync",
      "launch/install/lock.ts statSync",
      "launch/install/run-tool.ts appendFileSync",
    ],
  ],
  ["a terminal", ["launch/output/output.ts fstatSync", "launch/run.ts process.kill"]],
  ["an output that was exchanged between two calls", ["launch/output/send.ts closeSync"]],
  ["--port 0", ["launch/port.ts createServer"]],
  [
    "another failure before: launch/private-folder.test.ts and e2e/spawn-failures have them",
    [
      "launch/private-folder.ts closeSync #2",
      "launch/private-folder.ts rmdirSync",
      "launch/spawn-failure.ts existsSync",
      "launch/spawn-server.ts readFileSync",
    ],
  ],
  ["a system without /proc", ["launch/state-file.ts process.kill"]],
  [
    "an MLflow of another place than the one that is named",
    [
      "mlflow/find.ts lstatSync",
      "mlflow/launcher.ts realpathSync",
      "mlflow/own-environment.ts statSync",
    ],
  ],
  ["a secret file that is not there", ["secrets/secret-file.ts lstatSync"]],
  [
    "drafts of an init that was killed: e2e/init-leftovers has them",
    [
      "secrets/stale-drafts.ts existsSync",
      "secrets/stale-drafts.ts lstatSync",
      "secrets/stale-drafts.ts rmSync",
    ],
  ],
  [
    "an env file that is a link, a pipe or a device",
    ["secrets/write-file.ts readlinkSync", "facts/environment.ts realpathSync"],
  ],
  ["a disk without hard links", ["secrets/write-file.ts renameSync #2"]],
  [
    "TLS",
    [
      "users/certificate.ts connect",
      "users/certificate.ts checkServerIdentity",
      "users/talk.ts request",
      "watch/ask.ts request",
      "watch/ask.ts request #3",
      "watch/ask.ts connect #2",
    ],
  ],
  ["a person who is asked", ["users/trust.ts connect"]],
  [
    "a failure for want of files before: full/blind has it",
    ["launch/launch.ts closeSync", "launch/launch.ts openSync", "watch/proc.ts closeSync"],
  ],
  [
    "a process or a UNIX socket of somebody else",
    ["watch/process-table.ts statSync", "watch/unix-doors.ts lstatSync"],
  ],
];

export const NOT_REACHED: ReadonlyMap<string, string> = new Map(
  UNREACHED.flatMap(([reason, places]) => places.map((place) => [place, reason] as const)),
);

/** What goes wrong all the same, by place, error and phase, and why it is right or not the launcher's. */
export const EXPLAINED: ReadonlyMap<string, string> = new Map([
  [
    "files/who-can-change.ts lstatSync #2 ENOENT start",
    "nobody can change what is not there; only this test says so of a file that is",
  ],
]);
