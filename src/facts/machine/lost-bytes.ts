import { isUtf8 } from "node:buffer";
import { readFileSync, readlinkSync } from "node:fs";
import { hasControl } from "../../intent/auth-config.ts";
import type { UsageProblem } from "../../intent/types.ts";
import { quoted } from "../../secrets/quoted.ts";

/** What Node puts in the place of bytes that are no UTF-8: in arguments, environment and working directory. */
const REPLACED = "\uFFFD";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the system shows what this process was given; another place in tests. */
const SELF = "/proc/self";

/**
 * What this process was given and Node cannot carry: a path or a value of other bytes than it was meant to be. Each is
 * named and nothing is guessed. Where the system does not show the bytes, the sign for them is enough.
 */
export function lostBytes(
  argv: readonly string[],
  env: Environment,
  cwd: string,
  self = SELF,
): UsageProblem[] {
  // npm is a Node program, too: what it hands on has lost its bytes already.
  const from = env.npm_execpath || env.npm_lifecycle_event ? null : self;
  return [...lostWords(argv, from), ...lostVariables(env, from), ...lostFolder(cwd, self)];
}

function lostWords(argv: readonly string[], self: string | null): UsageProblem[] {
  const seen = argv.flatMap((word, at) => (word.includes(REPLACED) ? [{ word, at }] : []));
  if (seen.length === 0) return [];
  const lost = brokenItems(self, "cmdline");
  return seen
    .filter(({ word }) => lost === null || lost.has(word))
    .map(({ word, at }) => ({
      what: `${wordName(argv, word, at)} holds bytes that are no UTF-8`,
      fix: "write it in UTF-8; rename a file or folder that is called so (convmv -f latin1 -t utf8)",
    }));
}

/** Never the word itself: it may hold a password. */
function wordName(argv: readonly string[], word: string, at: number): string {
  const [, own] = /^(--[\w-]+)(?:=|$)/.exec(word) ?? [];
  const before = /^--?[\w-]+$/.exec(argv[at - 1] ?? "")?.[0];
  return own ?? (before ? `the value of ${before}` : `word ${at + 1} of the command line`);
}

function lostVariables(env: Environment, self: string | null): UsageProblem[] {
  const seen = Object.entries(env).filter(([name, value]) => `${name}${value}`.includes(REPLACED));
  if (seen.length === 0) return [];
  const lost = brokenItems(self, "environ");
  return seen
    .filter(([name, value]) => lost === null || lost.has(`${name}=${value}`))
    .map(([name]) => ({
      what: `the variable ${/^\w+$/.test(name) ? name : quoted(name)} holds bytes that are no UTF-8`,
      fix: /^\w+$/.test(name) ? `unset ${name}, or set it in UTF-8` : "take it out",
    }));
}

function lostFolder(cwd: string, self: string): UsageProblem[] {
  const fix = "cd into another folder, or rename it";
  if (hasControl(cwd))
    return [{ what: `the working directory ${quoted(cwd)} holds a control character`, fix }];
  if (!cwd.includes(REPLACED) || isWhole(`${self}/cwd`)) return [];
  return [{ what: `the working directory ${quoted(cwd)} holds bytes that are no UTF-8`, fix }];
}

function isWhole(link: string): boolean {
  try {
    return isUtf8(readlinkSync(link, { encoding: "buffer" }));
  } catch {
    return false;
  }
}

/** The items of a zero-separated list in /proc that are not UTF-8, as Node reads them; null if it is not shown. */
function brokenItems(self: string | null, list: string): ReadonlySet<string> | null {
  if (self === null) return null;
  try {
    const bytes = readFileSync(`${self}/${list}`);
    const items: Buffer[] = [];
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(0, from);
      items.push(bytes.subarray(from, end === -1 ? bytes.length : end));
      from = end === -1 ? bytes.length : end + 1;
    }
    return new Set(items.filter((item) => !isUtf8(item)).map((item) => item.toString("utf8")));
  } catch {
    return null;
  }
}
