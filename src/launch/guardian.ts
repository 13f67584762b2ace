import { spawn } from "node:child_process";

/**
 * A shell that outlives the launcher. It waits at a pipe, on which it is told what to end and what to take away: the
 * path of the private folder is nobody's business, and everybody sees command lines. `done` and it leaves; end of file
 * without it, which is what SIGKILL of the launcher looks like, and it ends the group, if it knows one, and removes the
 * private folder.
 * The leader of the group, the reaper, is told first to end what left the group.
 */
const SCRIPT = `left=$1
shift
group=
while IFS= read -r line; do
  case $line in
    "folder "*) set -- "$@" "\${line#folder }" ;;
    "group "*) group=\${line#group } ;;
    done) exit 0 ;;
  esac
done
[ -n "$group" ] || { rm -rf -- "$@"; exit 0; }
kill -s TERM -- "-$group" 2>/dev/null
while [ "$left" -gt 0 ] && kill -s 0 -- "-$group" 2>/dev/null; do sleep 1; left=$((left - 1)); done
kill -s USR1 "$group" 2>/dev/null && sleep 1
kill -s KILL -- "-$group" 2>/dev/null
rm -rf -- "$@"
`;

export interface Guardian {
  /** Tells it which group to end if the launcher goes. */
  readonly watch: (group: number) => void;
  /** The run is over. @param removed the private folder is gone; else it takes it away. */
  readonly release: (removed: boolean) => void;
}

/**
 * Starts the guardian before there is anything to guard, so that no moment is uncovered.
 * @param folders where the private folder will be, one of these.
 */
export function startGuardian(folders: readonly string[], stopTimeout: number): Guardian {
  const shell = spawn("/bin/sh", ["-c", SCRIPT, "mlflow-guard-guardian", String(stopTimeout)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: { PATH: "/usr/bin:/bin" },
    cwd: "/",
  });
  // A machine without /bin/sh has no guardian; nothing else depends on it.
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  const tell = (line: string) => shell.stdin.write(`${line}\n`);
  for (const folder of folders) tell(`folder ${folder}`);
  return {
    watch: (group) => void tell(`group ${group}`),
    release: (removed) => void shell.stdin.end(removed ? "done\n" : "group \n"),
  };
}
