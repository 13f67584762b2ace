import * as shlex from "shlex";
import {
  CERTIFICATE_REQUESTS,
  GUNICORN_ADMITTED,
  GUNICORN_SHORT,
  INEFFECTIVE,
  UVICORN_ADMITTED,
  type ValueShape,
} from "../../mlflow/options/server-option-table.ts";
import { isAddressList, trustsEverybody } from "../../net/trusted-addresses.ts";
import { settingName } from "../origin-name.ts";
import type {
  OptionValues,
  Origin,
  ServerIntent,
  ServerOption,
  ServerOptions,
  UsageProblem,
} from "../types.ts";

const ADMITTED = { uvicorn: UVICORN_ADMITTED, gunicorn: GUNICORN_ADMITTED } as const;
const NONE: Origin = { kind: "default", name: "--uvicorn-opts" };

/** Which server MLflow would put in front, and what its options ask for. */
export function readServerOptions(options: OptionValues): ServerOptions {
  const waitress = options.get("waitress-opts");
  const gunicorn = options.get("gunicorn-opts");
  const setting = waitress ?? gunicorn ?? options.get("uvicorn-opts");
  if (!setting) return empty("uvicorn", NONE);
  if (waitress) {
    const reason =
      "waitress is not installed by MLflow on this system and its options can add listeners";
    return {
      ...empty("waitress", waitress.origin),
      refused: [{ option: "--waitress-opts", reason }],
    };
  }
  const kind = gunicorn ? "gunicorn" : "uvicorn";
  return readText(kind, String(setting.value), setting.origin);
}

/** Does the server itself speak TLS? */
export function hasTls({ guard, server }: ServerIntent): boolean {
  const named = server.admitted.some(
    ({ name }) => name === "--ssl-certfile" || name === "--certfile",
  );
  return named || guard.has("guard-tls-cert");
}

/** MLflow takes one of the three at most, and no host-check option on the command line beside gunicorn. */
export function serverChoiceProblems(options: OptionValues): UsageProblem[] {
  const problems: UsageProblem[] = [];
  const chosen = ["gunicorn-opts", "waitress-opts", "uvicorn-opts"].flatMap(
    (name) => options.get(name) ?? [],
  );
  if (chosen.length > 1) {
    problems.push({
      what: `${chosen.map(({ origin }) => settingName(origin)).join(" and ")} exclude each other`,
      fix: "keep one of them",
    });
  }
  const checks = ["allowed-hosts", "cors-allowed-origins", "disable-security-middleware"];
  const onArgv = checks.filter((name) => options.get(name)?.origin.kind === "flag");
  const server = options.get("gunicorn-opts") ?? options.get("waitress-opts");
  if (onArgv.length > 0 && server) {
    problems.push({
      what: `MLflow does not take ${onArgv.map((name) => `--${name}`).join(", ")} beside ${settingName(server.origin)}`,
      fix: "leave the server options out, or set the variable instead (MLFLOW_SERVER_ALLOWED_HOSTS and its sisters)",
    });
  }
  return problems;
}

function empty(kind: ServerOptions["kind"], origin: Origin): ServerOptions {
  return { kind, origin, admitted: [], ineffective: [], dropped: [], refused: [] };
}

function readText(kind: "uvicorn" | "gunicorn", text: string, origin: Origin): ServerOptions {
  const words = split(text);
  if (!words) {
    const refused = [{ option: "its text", reason: "its quotes cannot be understood" }];
    return { ...empty(kind, origin), refused };
  }
  const kept: Record<Fate, ServerOption[]> = { admitted: [], ineffective: [], dropped: [] };
  const refused: { option: string; reason: string }[] = [];
  for (let at = 0; at < words.length; ) {
    const read = readOne(kind, words, at);
    at += read.words;
    if (read.refused) refused.push({ option: read.name, reason: read.refused });
    else kept[read.fate].push({ name: read.name, value: read.value });
  }
  return { kind, origin, ...kept, refused };
}

/** Splits as MLflow does (`shlex.split`); null where the npm port and Python differ or the quotes are open. */
function split(text: string): string[] | null {
  if (/\\\n|\$['"]/.test(text)) return null;
  try {
    return shlex.split(text);
  } catch {
    return null;
  }
}

type Fate = "admitted" | "ineffective" | "dropped";

interface Read {
  readonly name: string;
  readonly value: string | null;
  readonly words: number;
  readonly fate: Fate;
  readonly refused?: string;
}

function readOne(kind: "uvicorn" | "gunicorn", words: readonly string[], at: number): Read {
  const word = words[at] ?? "";
  const { name, inline } = cut(kind, word);
  const shape: ValueShape | undefined = ADMITTED[kind][name] ?? INEFFECTIVE[kind][name];
  const fate = name in ADMITTED[kind] ? "admitted" : "ineffective";
  if (shape === undefined || !Object.hasOwn({ ...ADMITTED[kind], ...INEFFECTIVE[kind] }, name)) {
    return { ...notAdmitted(kind, word), value: null, words: 1, fate };
  }
  if (shape === "none") {
    const refused = inline === null ? {} : { refused: `${name} takes no value` };
    return { name, value: null, words: 1, fate, ...refused };
  }
  const value = inline ?? words[at + 1];
  const used = inline === null ? 2 : 1;
  if (shape === "addresses" && value !== undefined && trustsEverybody(value)) {
    return { name, value, words: used, fate: "dropped" };
  }
  if (value === undefined || !fits(shape, value)) {
    const refused =
      shape === CERTIFICATE_REQUESTS
        ? "its value is 0 or 1: with 2 a client certificate is required, and the launcher, which has none, could not ask the server for its login"
        : `its value is ${describe(shape)}`;
    return { name, value: null, words: used, fate, refused };
  }
  return { name, value, words: used, fate };
}

function cut(kind: string, word: string): { name: string; inline: string | null } {
  if (word.startsWith("--")) {
    const at = word.indexOf("=");
    return at === -1
      ? { name: word, inline: null }
      : { name: word.slice(0, at), inline: word.slice(at + 1) };
  }
  const long = kind === "gunicorn" ? GUNICORN_SHORT[word.slice(0, 2)] : undefined;
  if (!long) return { name: word, inline: null };
  const glued = word.slice(2).replace(/^=/, "");
  return { name: long, inline: glued === "" ? null : glued };
}

function fits(shape: ValueShape, value: string): boolean {
  if (typeof shape !== "string") return shape.includes(value);
  if (shape === "number") return /^[0-9]{1,12}(?:\.[0-9]{1,6})?$/.test(value);
  if (shape === "addresses") return isAddressList(value);
  return value !== "" && !value.startsWith("-") ? true : shape === "path" && value === "-";
}

function describe(shape: ValueShape): string {
  if (typeof shape !== "string") return `one of ${shape.join(", ")}`;
  if (shape === "addresses") return "a list of addresses or networks, such as 10.0.0.7,10.1.0.0/16";
  return shape === "number" ? "a number" : "a word that does not begin with a dash";
}

/** A value is never shown: it may be a password. */
function notAdmitted(kind: string, word: string): { name: string; refused: string } {
  if (!word.startsWith("-")) return { name: "a bare word", refused: "it would name another app" };
  const refused = `not among the ${kind} options known to leave listeners, app and code alone`;
  return {
    name: word.startsWith("--") ? (word.split("=", 1)[0] ?? word) : word.slice(0, 2),
    refused,
  };
}
