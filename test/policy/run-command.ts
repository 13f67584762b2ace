import { resolve } from "node:path";
import { split } from "shlex";
import type { Facts } from "../../src/facts/types.ts";
import { defaultAuthConfig } from "../../src/intent/auth-config.ts";
import {
  ADMIN_PASSWORD,
  KEK_PASSPHRASE,
  OIDC_SECRET_KEY,
  SECRET_KEY,
} from "../../src/secrets/names.ts";
import { CWD, MLFLOW, type Scene, STRONG, secretFact } from "../support/world.ts";

type Mutable = { -readonly [Name in keyof Facts]?: Facts[Name] };

interface Pasted {
  words: string[];
  readonly env: Record<string, string>;
  readonly facts: Mutable;
}

/** The scene after a printed command was pasted, as far as rules look at it. */
export function runCommand(command: string, scene: Scene): Scene {
  const pasted: Pasted = { words: [], env: { ...scene.env }, facts: { ...scene.facts } };
  for (const step of command.split(" && ")) {
    const argv = split(expand(step, pasted.env));
    const [, exported, source] = /^export (\w+)="\$(\w+)"$/.exec(step) ?? [];
    // What the person has put there: any store.
    if (exported && source) pasted.env[exported] = pasted.env[source] ?? exported;
    if (argv[0] === "sh") pasted.facts.secretKey = secretFact(OIDC_SECRET_KEY);
    else if (argv[0] === "sed") pasted.facts.authConfig = defaultAuthConfig();
    else if (argv[0] === "git") pasted.facts.trackedSecrets = null;
    else if (argv[0] === "chown") runClose(argv[3] ?? "", pasted.facts, ["owner"]);
    else if (argv.includes("migrate-filestore")) pasted.facts.fileStores = [];
    else if (argv[0] === "chmod") runChmod(argv, pasted);
    else if (argv.includes("init")) runInit(argv, pasted);
    else if (argv.includes("server")) runServer(argv, pasted);
  }
  // What init wrote speaks once no variable is in its way.
  if (command.includes(" init")) {
    pasted.facts.secretKey ??= STRONG.secretKey;
    pasted.facts.kekPassphrase ??= secretFact(KEK_PASSPHRASE);
    pasted.facts.adminPassword ??= STRONG.adminPassword;
  }
  return { ...scene, ...pasted };
}

function expand(step: string, env: Record<string, string>): string {
  return step.replace(/"\$(\w+)"/g, (_all, name: string) => env[name] ?? name);
}

function runInit(argv: readonly string[], { facts }: Pasted): void {
  for (const [at, word] of argv.entries()) {
    if (word === "--rotate") forget(argv[at + 1] ?? "", facts);
  }
}

/** Closes what was open there; of a folder that leads to it, too. */
function runClose(path: string, facts: Mutable, how: readonly string[]): void {
  facts.changeable = (facts.changeable ?? [])
    .map((one) => ({
      ...one,
      openings: one.openings.filter((open) => open.path !== path || !how.includes(open.how)),
    }))
    .filter(({ openings }) => openings.length > 0);
}

function runChmod([, mode, file = ""]: readonly string[], { facts }: Pasted): void {
  if (mode === "600" || mode === "go-w")
    runClose(resolve(CWD, file), facts, ["group", "acl", "everybody"]);
  if (mode === "go-w") return;
  if (mode === "600") facts.files = [];
  else if (mode === "o-w")
    facts.artifactFolders = facts.artifactFolders?.filter(({ folder }) => folder !== file) ?? [];
  else facts.openStores = facts.openStores?.filter((store) => store.file !== file) ?? [];
}

function runServer(argv: readonly string[], pasted: Pasted): void {
  const start = argv.indexOf("server");
  const names = argv.slice(0, start).filter((word) => /^[A-Za-z_]\w*=?$/.test(word));
  for (const word of names) {
    const name = word.replace(/=$/, "");
    // Blanked, it also keeps an env file from speaking.
    if (word === name) delete pasted.env[name];
    else pasted.env[name] = "";
    forget(name.replace(/_FILE$/, ""), pasted.facts);
    const left = pasted.facts.unusableFiles?.filter(({ origin }) => origin.name !== name);
    if (left) pasted.facts.unusableFiles = left;
  }
  for (const word of argv.slice(0, start)) {
    const [, name = "", value] = /^([A-Za-z_]\w*)=(.+)$/.exec(word) ?? [];
    if (value !== undefined) pasted.env[name] = value;
  }
  pasted.words = argv.slice(start + 1);
  const moved = (option: string) => pasted.words[pasted.words.indexOf(`--${option}`) + 1];
  if (moved("backend-store-uri")?.startsWith("sqlite:")) pasted.facts.fileStores = [];
  const folders = pasted.facts.artifactFolders;
  if (folders) {
    const logged = moved("guard-audit-log") === "./audit.log";
    pasted.facts.artifactFolders = folders
      .filter((one) => moved(one.option) !== one.elsewhere)
      .map((one) =>
        logged ? { ...one, holds: one.holds.filter(({ kind }) => kind !== "audit") } : one,
      );
  }
  if (!pasted.words.includes("--guard-mlflow")) return;
  pasted.facts.mlflow = MLFLOW;
  pasted.facts.shadowing = [];
}

function forget(name: string, facts: Mutable): void {
  if (name === SECRET_KEY) facts.secretKey = null;
  if (name === KEK_PASSPHRASE) facts.kekPassphrase = null;
  if (name === ADMIN_PASSWORD) facts.adminPassword = null;
}
