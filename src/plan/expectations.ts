import type { FoundMlflow } from "../facts/mlflow/find.ts";
import type { Facts } from "../facts/types.ts";
import { hasTls } from "../intent/argv/server-options.ts";
import type { ServerIntent } from "../intent/types.ts";
import { DEFAULT_PASSWORDS } from "../mlflow/login/default-passwords.ts";
import { isWildcard, levelOf } from "../net/address-class.ts";
import { checksHosts } from "../policy/exposure/host-checks.ts";
import { BASIC_AUTH } from "../policy/login/login.ts";
import type { Decision } from "../policy/types.ts";
import { Secret } from "../secrets/secret.ts";
import type { Expectations, ExpectedLogin } from "./types.ts";

/** Monitoring asks without a login; of a plugin that is not known, nobody can say whether it lets it. */
const OPEN_UNDER_PLUGINS = ["/metrics"];

/** What the decision promised, as questions to the running server. */
export function expectations(
  intent: ServerIntent,
  facts: Facts,
  decision: Decision,
  mlflow: FoundMlflow,
  address: string,
): Expectations {
  return {
    login: expectedLogin(facts, decision),
    ...reachableAt(address, facts.interfaces),
    prefix: intent.staticPrefix?.value ?? "",
    tls: hasTls(intent),
    hostsChecked: checksHosts(intent, mlflow.version),
  };
}

function expectedLogin(facts: Facts, { login, waived }: Decision): ExpectedLogin | null {
  if (!login.asks) return null;
  const own = login.app === BASIC_AUTH;
  const known = login.plugin?.plugin;
  const users = [...new Set(["admin", facts.adminUsername])];
  // Looked at before the start: another password than the stored one is a finding already.
  const other = facts.storedAccounts?.looked === true && facts.storedAccounts.same === false;
  const password = other ? undefined : facts.adminPassword?.secret;
  return {
    redirects: own ? [] : (known?.loginPaths ?? "anywhere"),
    open: own ? [] : (known?.open.map(({ path }) => path) ?? OPEN_UNDER_PLUGINS),
    browsers: known !== undefined,
    // A plugin's known holes need a Host header of their own; without one its routes ask.
    nativeRoutes:
      known !== undefined || !waived.some(({ rule }) => rule === "auth-incomplete-in-version"),
    defaults:
      own || known
        ? users.flatMap((user) =>
            DEFAULT_PASSWORDS.map((text) => ({ user, password: new Secret(text) })),
          )
        : [],
    admin: own && password ? { user: facts.adminUsername, password } : null,
  };
}

function reachableAt(
  address: string,
  interfaces: Facts["interfaces"],
): Pick<Expectations, "address" | "otherAddresses"> {
  if (!isWildcard(address)) return { address, otherAddresses: [] };
  const both = address === "::";
  const others = interfaces
    .map((one) => one.address)
    // Without its zone nobody can connect to a link-local address (RFC 4007).
    .filter((one) => levelOf(one) !== "loopback" && !/%|^fe[89ab]/i.test(one))
    .filter((one) => both || !one.includes(":"));
  return both
    ? { address: "::1", otherAddresses: ["127.0.0.1", ...others] }
    : { address: "127.0.0.1", otherAddresses: others };
}
