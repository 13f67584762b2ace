import type { Facts } from "../facts/types.ts";
import type { Origin, ServerIntent } from "../intent/types.ts";
import type { LoginPlugin } from "../mlflow/login/login-plugins.ts";
import type { Level } from "../net/address-class.ts";

export type Severity = "error" | "warning" | "info";

/** One way to fix a finding. A `shell` text works when pasted. */
export interface Fix {
  readonly kind: "shell" | "docker" | "note";
  readonly text: string;
}

/** What a rule has to say. `docs` is the page of the rule. */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly fix: readonly Fix[];
  readonly origin: Origin;
  readonly waivable: boolean;
  readonly docs: string;
}

/** How far the server would be reachable, and why. */
export interface Exposure {
  readonly level: Level;
  /** The level of the bind address alone, before names and claims are counted. */
  readonly bindLevel: Level;
  readonly requested: string;
  readonly port: number;
  readonly addresses: readonly string[];
  readonly because: readonly Reason[];
  /** Claims of the operator that were counted without being verified. */
  readonly claims: readonly Claim[];
  /** Claims that count for nothing, since the machine contradicts them. */
  readonly untrue: readonly UntrueClaim[];
}

/** What an exposure follows from. */
export type Reason =
  | { readonly code: "not-understood"; readonly host: string; readonly reason: string }
  | { readonly code: "does-not-resolve"; readonly host: string }
  | { readonly code: "every-interface" }
  | {
      readonly code: "addresses";
      /** The name that was looked up; null for a literal. */
      readonly name: string | null;
      readonly addresses: readonly string[];
      readonly level: Level;
    }
  | { readonly code: "forwarded-name"; readonly origin: Origin; readonly name: string }
  | { readonly code: "claim"; readonly claim: Claim };

/** Something that only the operator can know. */
export type Claim =
  | { readonly code: "published-on-loopback" }
  | { readonly code: "login-at-proxy"; readonly url: string };

export interface UntrueClaim {
  readonly claim: Claim["code"];
  readonly contradiction: Contradiction;
}

/** What speaks against a claim. */
export type Contradiction =
  | { readonly code: "no-url" }
  | { readonly code: "no-addresses" }
  | { readonly code: "itself" }
  | NetworkContradiction;

/** What speaks against the host being the only way to a server that listens on more than loopback. */
export type NetworkContradiction =
  | { readonly code: "no-container" }
  | { readonly code: "not-looked" }
  | { readonly code: "no-link" }
  | { readonly code: "link-kind"; readonly link: string; readonly kind: string | null }
  | {
      readonly code: "public-address";
      readonly link: string | null;
      readonly address: string;
    };

/** The login that would run. `asks` is false where nobody is asked. */
export interface Login {
  readonly app: string | null;
  readonly origin: Origin;
  readonly asks: boolean;
  /** The launcher switched it on because the bind is exposed. */
  readonly switchedOn: boolean;
  /** The plugin behind the name, where it is one that is known. */
  readonly plugin: KnownLogin | null;
}

/** A login plugin that is what it is called; without a version where no MLflow was looked at. */
export interface KnownLogin {
  readonly plugin: LoginPlugin;
  readonly version: string | null;
}

/** All that a rule may look at. */
export interface World {
  readonly intent: ServerIntent;
  readonly facts: Facts;
  readonly exposure: Exposure;
  readonly exposed: boolean;
  readonly login: Login;
  /** The opt-out of the command line, and what is wrong with it. */
  readonly waivers: WaiverReading;
}

/**
 * A change of the command that fixes a finding. Rendered as a fix; merged over all errors it is the remedy.
 * `unset` takes variables away (an env file may then speak), `blank` also keeps env files from setting them.
 */
export interface Repair {
  readonly init?: boolean;
  readonly rotate?: readonly string[];
  /** A variable whose new value is written to a file, which its twin then names. */
  readonly keyFile?: string | undefined;
  readonly unset?: readonly string[];
  readonly blank?: readonly string[];
  readonly set?: Readonly<Record<string, string>>;
  readonly drop?: readonly string[];
  /** Variables to hand on. */
  readonly passEnv?: readonly string[];
  readonly chmod?: readonly string[];
  /** Files that git forgets and that stay where they are. */
  readonly untrack?: readonly string[];
  /** Files that only owner and group shall reach. */
  readonly closeToOthers?: readonly string[];
  /** Folders that only owner and group shall write to. */
  readonly closeToWriters?: readonly string[];
  /** What only this user and root shall change. */
  readonly closeToChange?: readonly string[];
  /** What shall belong to this user. */
  readonly own?: readonly string[];
  readonly managed?: boolean;
  /** Lines of files that change; the rest of the file stays. */
  readonly edit?: readonly LineEdit[];
  /** Variables that the start is given. */
  readonly assign?: Readonly<Record<string, string>>;
  /** Folders whose files MLflow copies into a database, and the SQLite URI of that. */
  readonly migrate?: readonly { readonly source: string; readonly target: string }[];
  /** The command that adds what the login needs to the MLflow that is there; of no use beside `managed`. */
  readonly extra?: readonly string[] | undefined;
  /** Accounts whose stored password is replaced while no server runs. */
  readonly passwd?: readonly string[];
}

/** One line of a file, and what becomes of it: its percent signs are doubled, or it is made a comment. */
export interface LineEdit {
  readonly file: string;
  readonly line: number;
  readonly how: "double-percent" | "comment-out";
}

/** A finding before it is dressed: severity, what was seen, where it came from, how to fix it. */
export interface Hit {
  readonly severity: Severity;
  readonly what: string;
  readonly why?: string;
  readonly origin: Origin;
  /** Safest first. The last one is taken for the remedy, since it keeps most of what was asked for. */
  readonly repairs: readonly Repair[];
  /** Taken for the remedy instead. */
  readonly remedy?: Repair;
  readonly notes?: readonly Fix[];
}

/** One rule a file, named by its id. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  /** All that its findings may have, worst first. */
  readonly severities: readonly Severity[];
  /** An opt-out may name it. */
  readonly waivable?: true;
  readonly why: string;
  readonly check: (world: World) => readonly Hit[];
}

/** A waiver that holds. Without a date it holds for one start, after the person has typed the address. */
export interface Waiver {
  readonly rule: string;
  readonly reason: string;
  readonly until: string | null;
  readonly daysLeft: number | null;
}

/** Why the opt-out as a whole does not hold; an empty list where it does. */
export interface WaiverReading {
  readonly waivers: readonly Waiver[];
  readonly problems: readonly string[];
}

export interface WaivedFinding extends Waiver {
  readonly finding: Finding;
}

/** The verdict on what was asked for. */
export interface Decision {
  readonly verdict: "allow" | "refuse";
  readonly exposure: Exposure;
  readonly login: Login;
  readonly findings: readonly Finding[];
  readonly waived: readonly WaivedFinding[];
  readonly remedy: readonly string[];
}
