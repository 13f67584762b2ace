import { realpathSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import ACCESS_ACL from "../programs/access_acl.py";
import { isForeign, othersCanWrite } from "./owners.ts";

/** A program that tells access ACLs. Both follow links, and neither looks at a folder's default ACL, which opens nothing. */
interface Teller {
  readonly program: string;
  readonly words: readonly string[];
  /** Of the paths that were asked for, those with an ACL; null if the answer is not understood. */
  readonly read: (stdout: string, paths: readonly string[]) => ReadonlySet<string> | null;
}

/** @see https://man7.org/linux/man-pages/man1/getfacl.1.html, https://man7.org/linux/man-pages/man5/acl.5.html */
const TELLERS: readonly Teller[] = [
  {
    program: "getfacl",
    words: ["--access", "--skip-base", "--absolute-names", "--numeric", "--"],
    read: (stdout, paths) => {
      const names = [...stdout.matchAll(/^# file: (.*)$/gm)].map(([, name]) =>
        unescaped(name ?? ""),
      );
      return names.every((name) => paths.includes(name)) ? new Set(names) : null;
    },
  },
  {
    program: "python3",
    words: ["-I", "-S", "-c", ACCESS_ACL],
    read: (stdout, paths) => {
      const answers = stdout.trimEnd().split("\n");
      return answers.length === paths.length
        ? new Set(paths.filter((_, at) => answers[at] !== "none"))
        : null;
    },
  },
];

/** Only the system's own: others could answer what they like. */
const FOLDERS = ["/usr/bin", "/bin", "/usr/local/bin", "/run/current-system/sw/bin"];

/** Servers of NFS, CIFS, SMB 2 and SMB 1 have ACLs of their own, of which nothing shows here (statfs(2)). */
const REMOTE = new Set([0x6969, 0xff534d42, 0xfe534d42, 0x517b]);

/** As many paths as one command line takes. */
const AT_ONCE = 1000;
/** Milliseconds. */
const PATIENCE = 5000;

/** By path, as long as nobody changed the file: setting an ACL does (inode(7), `st_ctime`). */
const known = new Map<string, { readonly state: string; readonly answer: boolean }>();

/**
 * Do these files and folders carry a POSIX ACL that lets in more than owner, group and everybody? Node cannot read one,
 * so a program of the system is asked, once for all that was not asked before.
 * @param folders where the programs are; others in tests.
 * @returns by path; null where nobody can tell.
 */
export function readAccessAcls(
  paths: readonly string[],
  uid: number,
  folders: readonly string[] = FOLDERS,
): ReadonlyMap<string, boolean | null> {
  const states = new Map(paths.map((path) => [path, stateOf(path)]));
  const isKnown = (path: string) => known.get(path)?.state === states.get(path);
  const local = new Map<string, boolean>();
  const isLocal = (path: string) => {
    const [device = ""] = states.get(path)?.split(":") ?? [];
    const answer = local.get(device) ?? !isRemote(path);
    local.set(device, answer);
    return answer;
  };
  const asked = [...states.keys()].filter((path) => !isKnown(path) && isLocal(path));
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const some = asked.slice(from, from + AT_ONCE);
    const found = ask(some, uid, folders);
    // Who cannot tell now may be able to later.
    for (const path of found ? some : [])
      known.set(path, { state: states.get(path) ?? "", answer: found?.has(path) === true });
  }
  return new Map(
    paths.map((path) => [path, isKnown(path) ? (known.get(path)?.answer ?? null) : null]),
  );
}

function ask(
  paths: readonly string[],
  uid: number,
  folders: readonly string[],
): ReadonlySet<string> | null {
  // Loaded here alone: hardly any start has something to ask.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  for (const { program, words, read } of TELLERS) {
    const file = folders.map((folder) => `${folder}/${program}`).find((one) => isSafe(one, uid));
    if (file === undefined) continue;
    const { status, stdout } = spawnSync(file, [...words, ...paths], {
      env: { LC_ALL: "C.UTF-8" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64 * 1024 * 1024,
      timeout: PATIENCE,
    });
    const found = status === 0 ? read(stdout, paths) : null;
    if (found) return found;
  }
  return null;
}

/** getfacl writes line ends in octal, and backslashes twice. */
function unescaped(name: string): string {
  return name.replace(/\\(\\|\d{3})/g, (_, code: string) =>
    code === "\\" ? code : String.fromCharCode(Number.parseInt(code, 8)),
  );
}

/** Could nobody but this user and root have put it there, whatever an ACL says? */
function isSafe(program: string, uid: number): boolean {
  try {
    return shut(realpathSync(program), uid);
  } catch {
    return false;
  }
}

function shut(path: string, uid: number): boolean {
  const stat = statSync(path);
  if (isForeign(stat.uid, uid) || othersCanWrite(stat.mode)) return false;
  return dirname(path) === path || shut(dirname(path), uid);
}

function isRemote(path: string): boolean {
  try {
    return REMOTE.has(statfsSync(path).type);
  } catch {
    return true;
  }
}

function stateOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.dev}:${stat.ino}:${stat.ctimeNs}` : "gone";
}
