/**
 * What other programs may call: the decision of `mlflow-guard check`. The types stand on their own, so that one file
 * declares all of it; what decides is loaded when it is asked.
 */

/** Where a setting comes from. */
export interface Origin {
  readonly kind: "flag" | "env" | "file" | "default";
  readonly name: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/** A step out of a finding; `shell` is a command that can be pasted. */
export interface Fix {
  readonly kind: "shell" | "docker" | "note";
  readonly text: string;
}

/** What a rule found. */
export interface Finding {
  /** The rule, as in `mlflow-guard rules ID`. */
  readonly id: string;
  readonly severity: "error" | "warning" | "info";
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly fix: readonly Fix[];
  readonly origin: Origin;
  /** May `--guard-unsafe` waive it? */
  readonly waivable: boolean;
  /** The rule's page, in the package. */
  readonly docs: string;
}

/** Why a start would fail although it is allowed. */
export interface Problem {
  readonly id?: string;
  readonly what: string;
  readonly fix: string;
  /** What `server` would end with. */
  readonly exitCode: number;
}

/** The decision on a start; `schema/check.schema.json` describes the same. Fields may be added, and none is renamed. */
export interface Decision {
  readonly schemaVersion: 1;
  readonly verdict: "allow" | "refuse";
  readonly exposure: {
    readonly level: "loopback" | "private" | "public";
    /** The host as it was understood. */
    readonly requested: string;
    readonly port: number;
    readonly addresses: readonly string[];
    readonly because: readonly string[];
  };
  /** The login that would run; `app` is null if none would. */
  readonly login: { readonly app: string | null; readonly origin: Origin };
  readonly mlflow: { readonly path: string; readonly version: string } | null;
  readonly mlflowProblem: Problem | null;
  readonly auditLogProblem: Problem | null;
  readonly findings: readonly Finding[];
  readonly waived: readonly {
    readonly id: string;
    readonly reason: string;
    /** A day, as `2026-12-31`. */
    readonly until: string;
    readonly daysLeft: number;
  }[];
  /** One command that turns the whole refusal into a start; empty when allowed. */
  readonly remedy: readonly string[];
  /** Null when refused, or if no MLflow was found. */
  readonly plan: {
    readonly argv: readonly string[];
    readonly env: { readonly set: readonly string[]; readonly removed: readonly string[] };
    readonly listeners: readonly { readonly address: string; readonly port: number }[];
  } | null;
}

/** What is known of the machine without a look at it; what is left out is this process's own. */
export interface Facts {
  /** The absolute folder in which the server would start. */
  readonly cwd?: string;
  /** The user who would start it. */
  readonly uid?: number;
  /** The day, as `2026-12-31`: a waiver ends. */
  readonly today?: string;
  /** The addresses of a host name; none if it does not resolve. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
}

/** The command line cannot be understood, or a file that it names cannot be used: exit 64 of `check`. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly problems: readonly { readonly what: string; readonly fix: string }[];

  constructor(problems: readonly { readonly what: string; readonly fix: string }[]) {
    super(problems.map(({ what }) => what).join("; "));
    this.problems = problems;
  }
}

/**
 * Decides on a start as `mlflow-guard check` does: reads the machine, starts nothing, writes nothing, asks nobody but
 * the name resolver.
 * @param argv the words behind `mlflow server`.
 * @param env the environment of the server, all of it.
 * @throws UsageError
 */
export async function decide(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  facts: Facts = {},
): Promise<Decision> {
  const { decideOn } = await import("./commands/decide-on.ts");
  const outcome = await decideOn(argv, {
    env,
    cwd: facts.cwd ?? process.cwd(),
    uid: facts.uid ?? process.getuid?.() ?? -1,
    pid: process.pid,
    ppid: process.ppid,
    today: () => facts.today ?? new Date().toISOString().slice(0, 10),
    resolve: facts.resolve,
  });
  if (typeof outcome !== "string") throw new UsageError(outcome);
  return JSON.parse(outcome);
}
