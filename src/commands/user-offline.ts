import { resolve } from "node:path";
import { EXIT } from "../exit-codes.ts";
import { withGuesses } from "../facts/guesses.ts";
import { givePassword } from "../facts/stored-accounts.ts";
import type { Facts } from "../facts/types.ts";
import { buildChildEnvironment } from "../plan/child-environment.ts";
import { storeName } from "../policy/stored-admin.ts";
import type { Ports } from "../ports.ts";
import { renderFailure, renderUsage } from "../report/text.ts";
import { makePassword } from "../secrets/generate.ts";
import { Secret } from "../secrets/secret.ts";
import { readSecretFile } from "../secrets/secret-file.ts";
import type { UserRequest } from "../users/request.ts";
import { decide, programName } from "./decide.ts";

/**
 * Gives an account a new password in the store itself, without a server: for an admin whose password is lost, is a
 * published one, or is not the one that is configured. The configured admin gets the configured password, anybody
 * else the one of `--password-file` or a new one, which is shown once.
 */
export async function passwdOffline(request: UserRequest, ports: Ports): Promise<number> {
  const flag = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`--guard-${name}=${value}`];
  const words = [...flag("env-file", request.envFile), ...flag("mlflow", request.mlflow)];
  const outcome = await decide({ command: "server", words, envFile: undefined }, ports, false);
  if (outcome.kind !== "decided") {
    const problems = outcome.kind === "usage" ? outcome.problems : [];
    ports.err(renderUsage(problems, programName(ports.env)));
    return EXIT.usage;
  }
  const { intent, search } = outcome.decided;
  const failed = (what: string, fix: string) => {
    ports.err(renderFailure(what, fix));
    return EXIT.notDone;
  };
  if ("missing" in search) return failed(search.missing.what, search.missing.fix);
  const facts = await withGuesses(outcome.decided.facts);
  const chosen = choosePassword(request, facts, ports.cwd);
  if ("what" in chosen) return failed(chosen.what, chosen.fix);
  const access = {
    python: search.found.python,
    environment: buildChildEnvironment(intent, facts, false).environment,
  };
  const problem = facts.authStore.exists
    ? await givePassword(facts.authStore, access, request.name, chosen.password)
    : "there are no accounts yet";
  if (problem)
    return failed(
      `${storeName(facts)}: ${problem}`,
      "run it where the server is run, with the same variables",
    );
  ports.err(
    `mlflow-guard: ${JSON.stringify(request.name)} in ${storeName(facts)} has ${chosen.how}\n`,
  );
  if (chosen.shown) ports.out(`${chosen.password.reveal()}\n`);
  return EXIT.ok;
}

type Chosen =
  | { readonly password: Secret; readonly how: string; readonly shown: boolean }
  | { readonly what: string; readonly fix: string };

function choosePassword(request: UserRequest, facts: Facts, cwd: string): Chosen {
  if (request.passwordFile !== undefined) {
    const read = readSecretFile(resolve(cwd, request.passwordFile));
    return "value" in read
      ? {
          password: new Secret(read.value),
          how: `the password in ${request.passwordFile}`,
          shown: false,
        }
      : read;
  }
  const own = request.name === facts.adminUsername ? facts.adminPassword : null;
  if (!own) {
    const password = new Secret(makePassword());
    return { password, how: "a new password, shown this once:", shown: true };
  }
  if (own.grade.weak.length > 0 || own.grade.published)
    return {
      what: `the configured password is weak: ${own.grade.weak.join("; ")}`,
      fix: `mlflow-guard init --rotate ${own.name}`,
    };
  return { password: own.secret, how: "the configured password now", shown: false };
}
