import type { Origin } from "./types.ts";

/** MLflow's own function that asks for user and password. */
export const ASKING_FUNCTION = "mlflow.server.auth:authenticate_request_basic_auth";

/**
 * The `[mlflow]` section of an authorization config, with MLflow's defaults filled in.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/auth/config.py
 */
export interface AuthConfig {
  readonly origin: Origin;
  readonly values: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
  /** Lines of which doubling the percent signs is all that is wrong; each is one of the problems. */
  readonly percents: readonly number[];
  /** The line that names the authorization function; null without one. */
  readonly functionLine: number | null;
  /** The line of each key that stands in the file. */
  readonly lines: ReadonlyMap<string, number>;
  /** The lines that are wrong; each stands in one of the problems. */
  readonly wrongLines: readonly number[];
  /**
   * What would not count without the file: settings that are not MLflow's own defaults, and lines that may say
   * anything. Which function asks is not among it.
   */
  readonly keeps: readonly string[];
  /** Why nothing of it could be read; null where it was. */
  readonly unread: "missing" | "unreadable" | null;
}

const DEFAULTS: readonly (readonly [string, string])[] = [
  ["default_permission", "READ"],
  ["database_uri", "sqlite:///basic_auth.db"],
  ["admin_username", "admin"],
  ["authorization_function", ASKING_FUNCTION],
];

/** What MLflow takes when no config is named. */
export function defaultAuthConfig(): AuthConfig {
  const origin: Origin = { kind: "default", name: "MLFLOW_AUTH_CONFIG_PATH" };
  return { origin, values: new Map(DEFAULTS), problems: [], ...NOTHING_NAMED };
}

const NOTHING_NAMED = {
  percents: [],
  functionLine: null,
  lines: new Map<string, number>(),
  wrongLines: [],
  keeps: [],
  unread: null,
} as const;

/**
 * Reads an authorization config in the plain form that every INI reader understands the same: one section, one
 * `key = value` a line, `#` and `;` comments. Python's configparser knows more (continuation lines, interpolation,
 * `[DEFAULT]`); what is not plain is a problem, since it could say something else to MLflow than to this reader.
 */
export function parseAuthConfig(text: string, origin: Origin): AuthConfig {
  const values = new Map<string, string>(DEFAULTS);
  const problems: string[] = [];
  const percents: number[] = [];
  const wrongLines: number[] = [];
  const lines = new Map<string, number>();
  const wrong = (at: number, what: string) => {
    problems.push(`line ${at + 1} ${what}`);
    wrongLines.push(at + 1);
  };
  const unsure: string[] = [];
  let section: string | null = null;
  let found = false;
  for (const [at, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trimEnd();
    if (line === "" || /^\s*[#;]/.test(line)) continue;
    const header = /^\[([^\]]*)\]$/.exec(line)?.[1];
    const pair = /^([A-Za-z_][A-Za-z0-9_]*)\s*[=:]\s*(.*)$/.exec(line);
    if (header !== undefined) {
      section = header;
      if (header === "mlflow" && found) wrong(at, "begins [mlflow] again");
      found ||= header === "mlflow";
    } else if (!pair?.[1]) wrong(at, 'is not "key = value"');
    else if (section === null) wrong(at, "stands above every section");
    if (header === "DEFAULT") wrong(at, "is [DEFAULT], which changes other sections");
    if (header === undefined && (section !== "mlflow" || !pair)) unsure.push(`line ${at + 1}`);
    if (section === "mlflow" && pair?.[1] !== undefined && pair[2] !== undefined) {
      const key = pair[1].toLowerCase();
      const sign = loneSign(pair[2]);
      // A sign that is not doubled was meant to be one: the line is refused, and its fix doubles it.
      if (sign !== "reference") values.set(key, pair[2].replaceAll("%%", "%"));
      if (sign !== null) wrong(at, LONE_SIGNS[sign]);
      if (lines.has(key)) wrong(at, `sets ${key} again`);
      if (lines.has(key) || sign === "reference") unsure.push(`line ${at + 1}`);
      if (sign === "percent") percents.push(at + 1);
      lines.set(key, at + 1);
    }
  }
  if (!found) problems.push("it has no [mlflow] section");
  const functionLine = lines.get("authorization_function") ?? null;
  const keeps = [...[...lines.keys()].filter((key) => !isDefault(key, values)), ...unsure];
  const read = { origin, values, problems, percents, functionLine, lines, wrongLines, keeps };
  return { ...read, unread: null };
}

function isDefault(key: string, values: ReadonlyMap<string, string>): boolean {
  if (key === "authorization_function") return true;
  return DEFAULTS.some(([name, value]) => name === key && values.get(key) === value);
}

/** The same settings as text for MLflow. */
export function renderAuthConfig(values: ReadonlyMap<string, string>): string {
  // A line break in a value would be a setting of its own; the rule auth-ineffective refuses it before this.
  if ([...values.values()].some(hasControl)) throw new Error("a setting holds a control character");
  const lines = [...values].map(([key, value]) => `${key} = ${value.replaceAll("%", "%%")}`);
  return `[mlflow]\n${lines.join("\n")}\n`;
}

const LONE_SIGNS = {
  reference: "takes a part of its value from another one, with %(NAME)s",
  percent: "holds a % that is not doubled",
} as const;

/** `%%` is a percent sign; of any other one, whether doubling it would keep what was meant. */
function loneSign(value: string): keyof typeof LONE_SIGNS | null {
  const lone = value.replaceAll("%%", "");
  if (lone.includes("%(")) return "reference";
  return lone.includes("%") ? "percent" : null;
}

/** Line breaks of any kind, as Python splits lines, and other control characters. */
export function hasControl(value: string): boolean {
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value);
}
