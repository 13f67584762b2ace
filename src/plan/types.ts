import type { Secret } from "../secrets/secret.ts";

/** A file of the run's private folder. */
export interface PrivateFile {
  readonly name: string;
  readonly content: Secret;
}

/** What must be true of the running server before it is called ready, and for as long as it runs. */
export interface Expectations {
  /** Null where no login was promised. */
  readonly login: ExpectedLogin | null;
  /** Where everything is asked: an address of this machine that is always there. */
  readonly address: string;
  /** What else a wildcard stands for. */
  readonly otherAddresses: readonly string[];
  /** The prefix of MLflow's paths; empty without one. */
  readonly prefix: string;
  readonly tls: boolean;
  /** A Host header that the lists do not name gets 403. */
  readonly hostsChecked: boolean;
}

export interface ExpectedLogin {
  /**
   * Where a redirect counts as asking: to these paths of the server, or, under a plugin that the operator vouches for,
   * to anywhere. MLflow's own login redirects nowhere.
   */
  readonly redirects: readonly string[] | "anywhere";
  /** Routes that it leaves open by design, so that a stranger is not asked about them. */
  readonly open: readonly string[];
  /** It may treat a browser otherwise than a program, so both are asked. */
  readonly browsers: boolean;
  /** False where routes outside of the Flask app are known to be open and that was waived. */
  readonly nativeRoutes: boolean;
  /** Published default credentials that must not open it. */
  readonly defaults: readonly Credentials[];
  /** Tried once; an account of an older start may have another password. */
  readonly admin: Credentials | null;
}

export interface Credentials {
  readonly user: string;
  readonly password: Secret;
}

/** Exactly what will run. */
export interface LaunchPlan {
  readonly executable: string;
  readonly argv: readonly string[];
  /** The whole environment of the child. */
  readonly environment: ReadonlyMap<string, string>;
  /** Names that the launcher adds or changes, and names of the operator's that do not reach MLflow. */
  readonly set: readonly string[];
  readonly removed: readonly string[];
  /** How many processes serve. */
  readonly workers: number;
  readonly listeners: readonly { readonly address: string; readonly port: number }[];
  readonly privateFiles: readonly PrivateFile[];
  /** What MLflow reads from these files and must not be shown when it says it again. */
  readonly hidden: readonly Secret[];
  readonly expected: Expectations;
  /** Others can reach the server, as approved or by a claim: it does not run unwatched. */
  readonly exposed: boolean;
  /** It was approved by a claim about the network of this container. */
  readonly claimedNetwork: boolean;
  /** Where a client finds the server. */
  readonly url: string;
  /** What was made ineffective, in words. */
  readonly notes: readonly string[];
  /** Where experiments, models and artifacts are kept; a database is shown without user, password and parameters. */
  readonly data: { readonly store: string | null; readonly artifacts: string };
  /** What lists the containers of jobs, which a stop does not reach, as a command; null if jobs run in none. */
  readonly jobContainers: string | null;
}

export const AUTH_CONFIG_FILE = "basic_auth.ini";
export const GUNICORN_CONFIG_FILE = "gunicorn.conf.py";
/** Python may look for modules there and finds none: nobody but root can make it a folder. */
export const NO_MODULES = "/dev/null";
