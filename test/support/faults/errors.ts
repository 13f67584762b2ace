/** How opening fails: rights, too few files, and what was there a moment ago. */
const OPEN = ["EMFILE", "EACCES", "ENOENT"];
const STAT = ["EIO", "EACCES", "ENOENT"];
const WRITE = ["ENOSPC", "EACCES"];
const ANSWER = ["ECONNREFUSED", "ECONNRESET", "EMFILE"];

/**
 * The errors that a call can plausibly fail with, as in its manual page: of those that the program can tell apart (not
 * there, no right, no room, too few files, a broken disk or line) one each. The first is the one that a server meets: each of
 * its runs takes seconds. `exit` is a program that ends with 1, and
 * `none` the answer no of a call that never fails.
 */
export const ERRORS: Readonly<Record<string, readonly string[]>> = {
  accessSync: ["EACCES"],
  appendFileSync: WRITE,
  closeSync: ["EIO"],
  connect: ANSWER,
  createServer: ["EADDRINUSE", "EMFILE"],
  execFileSync: ["EAGAIN", "ETIMEDOUT", "exit"],
  execa: ["ENOENT"],
  existsSync: ["none"],
  fstatSync: ["EIO"],
  fsyncSync: ["EIO"],
  homedir: ["ERR_SYSTEM_ERROR"],
  hostname: ["ERR_SYSTEM_ERROR"],
  import: ["ENOTFOUND"],
  linkSync: ["EEXIST", "EPERM"],
  lstatSync: STAT,
  mkdirSync: ["ENOSPC", "EACCES"],
  networkInterfaces: ["ERR_SYSTEM_ERROR"],
  openSync: OPEN,
  "process.cwd": ["ENOENT"],
  "process.kill": ["EPERM", "ESRCH"],
  readFileSync: OPEN,
  readSync: ["EIO"],
  readdirSync: ["EMFILE", "EACCES"],
  readlinkSync: STAT,
  realpathSync: STAT,
  renameSync: ["EACCES", "ENOSPC"],
  request: ANSWER,
  rmdirSync: ["EBUSY"],
  rmSync: ["EACCES"],
  Socket: ["EIO"],
  // The first and third are told as an event, the second is thrown.
  spawn: ["EAGAIN", "ENOMEM", "EMFILE"],
  statSync: STAT,
  statfsSync: ["EACCES"],
  watch: ["ENOSPC", "EIO"],
  writeFileSync: WRITE,
  writeSync: ["ENOSPC", "EPIPE"],
};
