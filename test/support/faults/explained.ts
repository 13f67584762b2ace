/** Places that no scenario reaches, by the reason: what there would have to be. */
const UNREACHED: readonly (readonly [reason: string, places: readonly string[]])[] = [
  ["a gateway's passphrase in a file", ["facts/files/earlier-passphrase.ts existsSync"]],
  [
    "a file store",
    [
      "facts/stores/file-stores.ts existsSync",
      "facts/stores/file-stores.ts statSync",
      "facts/stores/copied-runs.ts statSync",
    ],
  ],
  [
    "a secret written into a work tree",
    [
      "facts/files/git.ts execFileSync",
      "facts/files/git.ts lstatSync",
      "facts/files/git.ts appendFileSync",
    ],
  ],
  ["a server of artifacts alone", ["facts/stores/kept-files.ts existsSync"]],
  [
    "an option near the kernel's limit",
    [
      "facts/machine/kernel-limits.ts readFileSync",
      "facts/machine/kernel-limits.ts readFileSync #2",
    ],
  ],
  [
    "words that are no UTF-8",
    ["facts/machine/lost-bytes.ts readlinkSync", "facts/machine/lost-bytes.ts readFileSync"],
  ],
  [
    "the managed environment, half made or of several versions, or one without the login",
    [
      "facts/mlflow/managed-python.ts realpathSync",
      "facts/mlflow/adding-command.ts existsSync",
      "facts/mlflow/adding-command.ts existsSync #2",
      "facts/mlflow/adding-command.ts statSync",
      "facts/mlflow/adding-command.ts accessSync",
      "facts/mlflow/managed-environments.ts existsSync #2",
      "facts/mlflow/managed-environments.ts existsSync #3",
    ],
  ],
  ["a name to be looked up", ["facts/machine/network.ts import"]],
  [
    "a container",
    [
      "facts/machine/network.ts existsSync #2",
      "facts/machine/network.ts readFileSync",
      "facts/machine/paths.ts statSync",
      "watch/sockets/claimed-network.ts readFileSync",
    ],
  ],
  [
    "no XDG_STATE_HOME, and a home",
    ["facts/machine/private-places.ts existsSync", "facts/machine/private-places.ts homedir"],
  ],
  ["no folder to write to", ["facts/stores/writable.ts statSync", "launch/launch.ts accessSync"]],
  ["a PYTHONPATH that the operator hands on", ["facts/mlflow/python-path.ts statSync"]],
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
  ["an audit log that was exchanged between two calls", ["launch/audit/audit-open.ts closeSync"]],
  [
    "an installation that fails, or two at once",
    [
      "install/folder.ts readdirSync",
      "install/folder.ts unlinkSync",
      "install/run-tool.ts spawnSync",
      "install/install.ts existsSync #2",
      "install/lock.ts rmSync",
      "install/lock.ts rmSync #3",
      "install/lock.ts process.kill",
      "install/lock.ts writeFileSync #3",
      "install/lock.ts rmSync #4",
      "install/lock.ts rmSync #5",
      "install/lock.ts rmSync #6",
      "install/lock.ts lstatSync",
      "install/lock.ts statSync",
      "install/run-tool.ts appendFileSync",
    ],
  ],
  ["a terminal", ["launch/output/output.ts fstatSync", "launch/life/run.ts process.kill"]],
  ["an output that was exchanged between two calls", ["launch/output/send.ts closeSync"]],
  ["--port 0", ["launch/port.ts createServer"]],
  [
    "another failure before: launch/private-folder.test.ts and e2e/spawn-failures have them",
    [
      "launch/private/private-folder.ts closeSync #2",
      "launch/private/private-folder.ts rmdirSync",
      "launch/process/spawn-failure.ts existsSync",
      "launch/process/spawn-server.ts readFileSync",
    ],
  ],
  ["a system without /proc", ["launch/private/state-file.ts process.kill"]],
  [
    "an MLflow of another place than the one that is named",
    [
      "facts/mlflow/find.ts lstatSync",
      "facts/mlflow/launcher.ts realpathSync",
      "facts/mlflow/own-environment.ts statSync",
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
    ["secrets/write-file.ts readlinkSync", "facts/files/environment.ts realpathSync"],
  ],
  ["a disk without hard links", ["secrets/write-file.ts renameSync #2"]],
  [
    "TLS",
    [
      "users/server/certificate.ts connect",
      "users/server/certificate.ts checkServerIdentity",
      "users/server/exchange.ts request",
      "watch/login/ask.ts request",
      "watch/login/ask.ts request #3",
      "watch/login/ask.ts connect #2",
    ],
  ],
  ["a person who is asked", ["users/server/trust.ts connect"]],
  [
    "a failure for want of files before: full/blind has it",
    ["launch/launch.ts closeSync", "launch/launch.ts openSync", "watch/sockets/proc.ts closeSync"],
  ],
  [
    "a process or a UNIX socket of somebody else",
    ["watch/sockets/process-table.ts statSync", "watch/sockets/unix-doors.ts lstatSync"],
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
