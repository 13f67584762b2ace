import type { Unwritable } from "../../facts/stores/writable.ts";
import type { AuditProblem } from "../../launch/audit/audit-problem.ts";
import { describeAuditLog } from "../../launch/audit/describe-audit-problem.ts";
import type { FailureWords } from "../../launch/fault.ts";
import type {
  FailedStart,
  PrivateFolderProblem,
  ProcessesLeft,
} from "../../launch/life/failed-start.ts";
import type { PortProblem } from "../../launch/port.ts";
import type { Tried } from "../../launch/private/private-folder.ts";
import { AUTH_DATABASE_URI } from "../../secrets/names.ts";
import { NOT_SHOWN } from "../../secrets/uri.ts";
import { describeSpawnFailure } from "./spawn-failures.ts";

/** What kept MLflow from being started, or could not be ended, in words. */
export function describeFailedStart(failure: FailedStart): FailureWords {
  switch (failure.id) {
    case "store-not-writable":
      return unwritable(failure);
    case "port-taken":
    case "port-not-allowed":
    case "port-unusable":
    case "address-missing":
      return { ...port(failure), what: `${port(failure).what}. ${NOT_STARTED}` };
    case "audit-log-unusable":
      return { ...auditLog(failure), what: `${describeAuditLog(failure)}. ${NOT_STARTED}` };
    case "private-folder-unusable":
      return privateFolder(failure);
    case "process-left":
      return left(failure);
    default:
      return describeSpawnFailure(failure);
  }
}

/** The same of an audit log before a start, which `check` only foresees. */
export function auditLog(problem: AuditProblem): FailureWords {
  return { what: describeAuditLog(problem), fix: "name another file: --guard-audit-log FILE" };
}

const NOT_STARTED = "MLflow was not started.";

function unwritable({ kept, role, path, missing, exists }: Unwritable): FailureWords {
  const shown = path ?? NOT_SHOWN;
  const why = missing ? "does not exist" : "cannot be written";
  return {
    what: `${ROLES[role]}, ${shown}, ${why}, and MLflow keeps ${KEPT[kept]} there. ${NOT_STARTED}`,
    fix: exists
      ? `make ${shown} writable for this user (ls -l shows whose it is), or start as the user that owns it`
      : ELSEWHERE[kept],
  };
}

const KEPT = { data: "its SQLite database", accounts: "the accounts" } as const;

const ROLES = {
  cwd: "the working directory",
  file: "the file of a database",
  folder: "the folder of a database",
  missing: "the folder of a database",
  above: "the folder in which MLflow would make that of a database",
} as const;

/** For a database that is not there yet. */
const ELSEWHERE = {
  data: "start it in a folder of your own, or name a store: --backend-store-uri sqlite:////path/mlflow.db",
  accounts: `make it writable for this user; or, if there are no accounts yet, name another place: ${AUTH_DATABASE_URI}=sqlite:////path/basic_auth.db`,
} as const;

function port(problem: PortProblem): FailureWords {
  if (problem.id === "address-missing") return missingAddress(problem);
  const where = `${problem.address} port ${problem.port}`;
  switch (problem.id) {
    case "port-taken":
      return { what: `${where} is taken by another process`, fix: "choose another: --port 5001" };
    case "port-not-allowed":
      return {
        what: `${where} may not be used by this user`,
        fix: "choose one above 1023: --port 5000",
      };
    case "port-unusable":
      return {
        what: `${where} cannot be listened on (${problem.error})`,
        fix: "choose another address or port",
      };
  }
}

function missingAddress({ wanted, missing }: Extract<PortProblem, { wanted: string }>) {
  const family = missing.includes(":") ? "IPv6" : "IPv4";
  const off = missing === "::1" || missing === "::" ? `: ${family} is off here` : "";
  const down = missing === "127.0.0.1" ? ": its loopback interface is down" : "";
  return {
    what: `${missing} is no address of this machine${off}${down}`,
    fix: INSTEAD[wanted] ?? "see the addresses with: ip address",
  };
}

const INSTEAD: Readonly<Record<string, string>> = {
  "::": "listen on every IPv4 address instead: --host 0.0.0.0",
  "::1": "use the loopback address of IPv4 instead: --host 127.0.0.1",
  "0.0.0.0": "ip link set lo up",
  "127.0.0.1": "ip link set lo up",
};

function privateFolder(problem: PrivateFolderProblem): FailureWords {
  return {
    what:
      problem.why === "not-made"
        ? `no private folder could be made: ${problem.tried.map(describeTried).join("; ")}`
        : `the private folder of this start, ${problem.candidates.join(" or ")}, could not be written (${problem.error})`,
    fix: `name a folder that only you can write to, with room: ${problem.variable}=/path mlflow-guard server`,
  };
}

function describeTried(tried: Tried): string {
  const { parent } = tried;
  if ("error" in tried) return `${parent} (${tried.error})`;
  if (tried.opening === null) return parent;
  const { how, owner, path } = tried.opening;
  const who = how === "owner" ? `uid ${owner}, who owns it` : "other accounts";
  const what = how === "unknown" ? "cannot be looked at" : `can be changed by ${who}`;
  return `${parent}${path === parent ? " " : `: ${path} `}${what}`;
}

function left({ pids }: ProcessesLeft): FailureWords {
  const which = pids.length > 0 ? `process ${pids.join(", ")}, which MLflow started,` : "MLflow";
  const see = pids.length > 0 ? `ps -fp ${pids.join(",")}` : "ps -ef";
  return { what: `${which} could not be ended`, fix: `see what it is: ${see}` };
}
