import { mkdirSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { EXIT } from "../exit-codes.ts";
import { readEnvironment } from "../facts/files/environment.ts";
import { decodeUtf8 } from "../files/utf8.ts";
import { readVariable } from "../intent/environment/environment.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { renderFailure, renderUsage } from "../report/text.ts";
import { ADMIN_PASSWORD, ADMIN_USERNAME } from "../secrets/names.ts";
import { quoted } from "../secrets/quoted.ts";
import { readRegularFile } from "../secrets/regular-file.ts";
import { readSecretFile } from "../secrets/secret-file.ts";
import { privateTarget, writePrivateFiles } from "../secrets/write-file.ts";
import { shellQuote } from "../shell/quote.ts";
import { printable } from "../terminal/wrap.ts";
import { NAME_A_FILE } from "../users/admin.ts";
import { Interrupted, NotDone } from "../users/not-done.ts";
import { findPerson } from "../users/person.ts";
import { type Account, withAccount } from "./credentials.ts";
import { asFailure } from "./failure.ts";
import { type InitRequest, strayProblem } from "./init.ts";

export interface ClientRequest extends InitRequest {
  readonly username: string | undefined;
  readonly passwordFile: string | undefined;
  /** Another account that is there may go. */
  readonly replace: boolean;
}

/** Some accounts. */
const LARGEST_KIB = 1024;

/** Writes the account of a person where MLflow's client looks for it: `~/.mlflow/credentials`, for no one else to read. */
export async function initClient(request: ClientRequest, ports: Ports): Promise<number> {
  const program = programName(ports.env);
  const other = request.directory || request.print || request.rotate.length > 0;
  const what = "--client writes the credentials of one account, and nothing else";
  const fix = `${program} init --client`;
  const problems = [...strayProblem(request), ...(other ? [{ what, fix }] : [])];
  if (problems.length > 0) {
    ports.err(renderUsage(problems, program, "init"));
    return EXIT.usage;
  }
  const path = join(ports.env.HOME ?? "", ".mlflow", "credentials");
  try {
    if (!isAbsolute(path))
      throw new NotDone("there is no home to write into", "set HOME to a folder of your own");
    const account = await accountOf(request, ports);
    writeAccount(path, account, request, program);
    if (ports.out(nextSteps(path, account.user, ports.env.MLFLOW_TRACKING_URI))) return EXIT.ok;
    const what = `the next steps could not be written to stdout. The account is in ${path}.`;
    ports.err(renderFailure(what, `${program} init --help`));
    return EXIT.cannotWrite;
  } catch (error) {
    if (error instanceof Interrupted) return EXIT.interrupted;
    const { what, fix } = asFailure(path, error);
    ports.err(renderFailure(`${what}. Nothing was changed.`, fix));
    return EXIT.cannotWrite;
  }
}

/** The named account with the password in a file or typed, or the admin as the env file or the environment has it. */
async function accountOf(request: ClientRequest, ports: Ports): Promise<Account> {
  const { environment, problems } = await readEnvironment(ports.env, ports, request.file);
  const [first] = problems;
  if (first) throw new NotDone(first.what, first.fix);
  const admin = readVariable(environment, ADMIN_USERNAME)?.value ?? "admin";
  const { username: user = admin, passwordFile } = request;
  if (passwordFile !== undefined) {
    const read = readSecretFile(resolve(ports.cwd, passwordFile));
    if ("value" in read) return { user, password: read.value };
    throw new NotDone(read.what, NAME_A_FILE);
  }
  const password = user === admin ? readVariable(environment, ADMIN_PASSWORD)?.value : undefined;
  if (password !== undefined) return { user, password };
  return { user, password: await askPassword(user, ports) };
}

async function askPassword(user: string, ports: Ports): Promise<string> {
  const person = findPerson(ports);
  if (person === null)
    throw new NotDone(
      `the password of ${quoted(user)} is not known here, and there is no terminal to ask at`,
      `mlflow-guard init --client --username ${shellQuote(user)} --password-file FILE`,
    );
  try {
    return await person.askHidden(`Password of ${user}: `);
  } finally {
    person.close();
  }
}

function writeAccount(
  path: string,
  account: Account,
  request: ClientRequest,
  program: string,
): void {
  const target = privateTarget(path);
  if ("problem" in target) throw new NotDone(`${path} ${target.problem}`, "move it away");
  const read = target.exists ? readRegularFile(target.path, LARGEST_KIB) : null;
  if (read && "problem" in read) throw new NotDone(`${path} ${read.problem}`, "move it away");
  const old = read ? decodeUtf8(read.bytes) : "";
  if (old === null) throw new NotDone(`${path} is not UTF-8 text`, "save it as UTF-8");
  const text = withAccount(old, account, request.replace, replacing(request, program));
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writePrivateFiles([{ ...target, text }]);
}

/** The same command, which may replace. */
function replacing({ file, username, passwordFile }: ClientRequest, program: string): string {
  const given = [
    ["file", file],
    ["username", username],
    ["password-file", passwordFile],
  ] as const;
  const words = given.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, shellQuote(value)],
  );
  return [program, "init", "--client", ...words, "--replace"].join(" ");
}

function nextSteps(path: string, user: string, server: string | undefined): string {
  return [
    printable(`mlflow-guard: wrote the account ${quoted(user)} to ${path} (mode 0600)`),
    "  MLflow sends it to every tracking server that this person names; variables win over it",
    ...(server
      ? []
      : [
          "next, with the address of your server:",
          "  export MLFLOW_TRACKING_URI=http://127.0.0.1:5000",
        ]),
    "",
  ].join("\n");
}
