import { startProcess } from "../../start-process.ts";
import type { ProcessView } from "../../watch/sockets/process-table.ts";

/**
 * A shell that outlives the launcher. It waits at a pipe, on which it is told what to end and what to take away: the
 * path of the private folder is nobody's business, and everybody sees command lines. `done` and it leaves; end of file
 * without it, which is what SIGKILL of the launcher looks like, and it ends the group, if it knows one, and removes the
 * private folder.
 * The leader of the group, the reaper, is told first to end what left the group; should it have died with the launcher,
 * what left the group is known by the mark in its environment, or was named before. What it needs for the latter is
 * built into every shell.
 */
export const GUARDIAN = `left=$1
shift
group= mark= outside= found=
known() {
  found=
  for one in $outside; do
    { IFS= read -r stat < "/proc/\${one%:*}/stat"; } 2>/dev/null || continue
    set -- \${stat##*) }
    [ "\${20}" = "\${one#*:}" ] && found="$found \${one%:*}"
  done
}
marked() {
  [ -n "$mark" ] && grep -lzxF -e "$mark" /proc/[0-9]*/environ | tr -dc '0-9\\n'
}
known_end() {
  kill -s "$1" -- "-$group" 2>/dev/null
  known
  for pid in $found; do kill -s "$1" "$pid" 2>/dev/null; done
}
end() {
  known_end "$1"
  for pid in $(marked 2>/dev/null); do kill -s "$1" "$pid" 2>/dev/null; done
}
is_left() {
  kill -s 0 -- "-$group" 2>/dev/null && return
  known
  [ -n "$found" ] || [ -n "$(marked 2>/dev/null)" ]
}
while IFS= read -r line; do
  case $line in
    "folder "*) set -- "$@" "\${line#folder }" ;;
    "group "*) group=\${line#group } ;;
    "mark "*) mark=\${line#mark } ;;
    "outside "*) outside=\${line#outside } ;;
    done) exit 0 ;;
  esac
done
[ -n "$group" ] || { rm -rf -- "$@"; exit 0; }
# Where no further process can be started the shell ends here, and then this is all that it can do.
trap 'known_end KILL' EXIT
end TERM
while [ "$left" -gt 0 ] && is_left; do
  sleep 1; left=$((left - 1))
done
kill -s USR1 "$group" 2>/dev/null && sleep 1
end KILL
trap - EXIT
rm -rf -- "$@"
`;

export interface Guardian {
  /**
   * Tells it what to end if the launcher goes.
   * @param mark the variable, `NAME=value`, that every process of the run inherits.
   */
  readonly watch: (group: number, mark: string) => void;
  /** Tells it which processes left the group, maybe without the mark, and so would be lost with the launcher. */
  readonly remember: (outsiders: readonly ProcessView[]) => void;
  /** The run is over. @param removed the private folder is gone; else it takes it away. */
  readonly release: (removed: boolean) => void;
}

const NO_GUARDIAN: Guardian = { watch: () => {}, remember: () => {}, release: () => {} };

/**
 * Starts the guardian before there is anything to guard, so that no moment is uncovered.
 * @param folders where the private folder will be, one of these.
 */
export function startGuardian(folders: readonly string[], stopTimeout: number): Guardian {
  const shell = startProcess(
    "/bin/sh",
    ["-c", GUARDIAN, "mlflow-guard-guardian", String(stopTimeout)],
    {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      env: { PATH: "/usr/bin:/bin" },
      cwd: "/",
    },
  );
  // A machine without /bin/sh has no guardian; nothing else depends on it.
  if (typeof shell === "string") return NO_GUARDIAN;
  shell.on("error", () => {});
  shell.stdin?.on("error", () => {});
  shell.unref();
  const tell = (line: string) => shell.stdin?.write(`${line}\n`);
  for (const folder of folders) tell(`folder ${folder}`);
  let remembered = "";
  return {
    watch: (group, mark) => {
      tell(`group ${group}`);
      tell(`mark ${mark}`);
    },
    remember: (outsiders) => {
      const named = outsiders.map(({ pid, started }) => `${pid}:${started}`).join(" ");
      if (named !== remembered) tell(`outside ${named}`);
      remembered = named;
    },
    release: (removed) => void shell.stdin?.end(removed ? "done\n" : "group \n"),
  };
}
