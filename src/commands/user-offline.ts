import { givePassword } from "../account-store/stored-accounts.ts";
import { EXIT } from "../exit-codes.ts";
import type { Facts } from "../facts/types.ts";
import { buildChildEnvironment } from "../plan/child-environment.ts";
import { storeName } from "../policy/login/stored-admin.ts";
import { envFileChoosesCode } from "../policy/rules/env-file-chooses-code.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { renderUsage } from "../report/text.ts";
import { AUTH_DATABASE_URI, variableOf } from "../secrets/names.ts";
import { quoted } from "../secrets/quoted.ts";
import { type Decided, decide } from "../server/decide.ts";
import { mustBeStrong, type NewPassword, newPassword } from "../users/new-password.ts";
import { NotDone } from "../users/not-done.ts";
import type { UserRequest } from "../users/request.ts";
import { renderDone, SHOWN_ONCE } from "../users/text.ts";

/**
 * Gives an account a new password in the store itself, without a server: for an admin whose password is lost, is a
 * published one, or is not the one that is configured. The configured admin gets the configured password, anybody
 * else the one of `--password-file` or a new one, which is shown once.
 * @throws NotDone
 */
export async function passwdOffline(request: UserRequest, ports: Ports): Promise<number> {
  const words = [...flag("env-file", request.envFile), ...flag("mlflow", request.mlflow)];
  const outcome = await decide({ command: "server", words, envFile: undefined }, ports, false);
  if (outcome.kind !== "decided") {
    const problems = outcome.kind === "usage" ? outcome.problems : [];
    ports.err(renderUsage(problems, programName(ports.env), "user"));
    return EXIT.usage;
  }
  const { facts } = outcome.decided;
  mustBeSure(facts);
  mustBeHarmless(outcome.decided);
  const chosen = await choosePassword(request, facts, ports);
  await store(outcome.decided, request.name, chosen);
  const account = `${quoted(request.name)} in ${storeName(facts)}`;
  ports.err(renderDone(`${account} has ${chosen.how}.`));
  if (chosen.generated) {
    ports.err(SHOWN_ONCE);
    if (!ports.secretOut(`${chosen.password.reveal()}\n`))
      throw new NotDone(
        `the password of ${account} could not be written to stdout, so nobody knows it; it is set all the same`,
        "run it again with a stdout that can be written",
      );
  }
  return EXIT.ok;
}

/** With a setting that cannot be read it might be another store. */
function mustBeSure({ unusableFiles, authConfig }: Facts): void {
  const [file] = unusableFiles;
  if (file) throw new NotDone(`${file.origin.name}: ${file.what}`, file.fix);
  const [problem] = authConfig.problems;
  if (problem) throw new NotDone(`${authConfig.origin.name}: ${problem}`, "fix it first");
}

/** The store is opened by what its URI says. */
function mustBeHarmless({ decision }: Decided): void {
  const found = decision.findings.find(
    ({ id, origin }) =>
      id === envFileChoosesCode.id && variableOf(origin.name) === AUTH_DATABASE_URI,
  );
  if (found) throw new NotDone(found.what, `export ${AUTH_DATABASE_URI} yourself, if you trust it`);
}

const flag = (name: string, value: string | undefined) =>
  value === undefined ? [] : [`--guard-${name}=${value}`];

type Chosen = NewPassword & { readonly how: string };

async function choosePassword(request: UserRequest, facts: Facts, ports: Ports): Promise<Chosen> {
  const configured = facts.adminPassword;
  if (configured && request.name === facts.adminUsername && request.passwordFile === undefined) {
    const fix = `${programName(ports.env)} init --rotate ${configured.name}`;
    await mustBeStrong(configured.secret, request.name, null, fix);
    return { password: configured.secret, generated: false, how: "the configured password now" };
  }
  const nobody = () => {
    throw new NotDone("--offline asks nobody", "leave --prompt away");
  };
  const made = await newPassword(request, ports.cwd, configured?.secret ?? null, nobody);
  return { ...made, how: "a new password" };
}

async function store({ intent, facts, search }: Decided, user: string, chosen: NewPassword) {
  if ("missing" in search) throw new NotDone(search.missing.what, search.missing.fix);
  const { environment } = buildChildEnvironment(intent, facts, false);
  const access = { python: search.found.python, environment };
  const problem = facts.authStore.exists
    ? await givePassword(facts.authStore, access, user, chosen.password)
    : "there are no accounts yet";
  if (problem === null) return;
  const fix = "run it where the server is run, with the same variables";
  throw new NotDone(`${storeName(facts)}: ${problem}`, fix);
}
