import { ASKING_FUNCTION, type AuthConfig, hasControl } from "../../intent/auth-config.ts";
import { readVariable } from "../../intent/environment/environment.ts";
import { KUBERNETES_AUTH } from "../../mlflow/login/kubernetes-login.ts";
import { shownValue } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { pluginHits } from "../login/plugin-login.ts";
import type { Fix, Hit, LineEdit, Rule, World } from "../types.ts";

const CONFIG = "MLFLOW_AUTH_CONFIG_PATH";
const OWN_MODULE = "mlflow.server.auth:";

export const authIneffective: Rule = {
  id: "auth-ineffective",
  title: "The login would not ask",
  severities: ["error", "warning"],
  why: "basic-auth is switched on, but another function or plugin would decide who gets in",
  check: (world) =>
    world.login.app === BASIC_AUTH
      ? [...config(world), ...plugin(world)]
      : [...pluginHits(world), ...believedHeaders(world)],
};

/** Behind a proxy that asks it is meant like that; exposed, anyone can send the header. */
function believedHeaders({ intent, login, exposed }: World): Hit[] {
  const mode = readVariable(intent.environment, KUBERNETES_AUTH.mode);
  const safe = mode?.value.trim().toLowerCase() === KUBERNETES_AUTH.safeMode;
  if (!exposed || login.app !== KUBERNETES_AUTH.app || !mode || safe) return [];
  return [
    {
      severity: "error",
      what: `${describeOrigin(mode.origin)} lets a header of the request say who it is`,
      why: "anyone who reaches the port can send that header, and be whom they like",
      origin: mode.origin,
      repairs: [{ blank: [KUBERNETES_AUTH.mode] }],
      notes: [{ kind: "note", text: "or let a proxy ask: --guard-behind-proxy URL" }],
    },
  ];
}

/** Another function is refused where strangers come by; on loopback it is not used, which is said. */
function config(world: World): Hit[] {
  const { facts, exposed } = world;
  const { authConfig, adminUsername, adminPassword } = facts;
  const asking = authConfig.values.get("authorization_function") === ASKING_FUNCTION;
  const other = `authorization_function is not MLflow's own${exposed ? "" : ", and is not used"}`;
  const uri = authConfig.values.get("database_uri");
  const garbled = hasControl([adminUsername, adminPassword?.secret.reveal(), uri].join());
  const unreadable = [
    ...authConfig.problems,
    ...(garbled
      ? ["the admin's name, its password or the store holds a line break or control character"]
      : []),
  ];
  const problems = [...unreadable, ...(asking ? [] : [other])];
  if (problems.length === 0) return [];
  return [
    {
      severity: exposed || unreadable.length > 0 ? "error" : "warning",
      what: `${describeOrigin(authConfig.origin)}: ${problems.join("; ")}`,
      ...(authConfig.unread === null ? {} : { why: UNREAD }),
      origin: authConfig.origin,
      ...fixOf(world, problems.length),
    },
  ];
}

/** Without the config other accounts and wider permissions would count: only one that says nothing may be left out. */
function fixOf({ intent, facts: { authConfig } }: World, problems: number) {
  const file = readVariable(intent.environment, CONFIG)?.value;
  const edits = file ? editsOf(authConfig, file) : [];
  if (edits.length === problems) return { repairs: [{ edit: edits }] };
  return authConfig.keeps.length > 0
    ? { repairs: [], notes: [byHand(authConfig, shownValue(file ?? CONFIG))] }
    : { repairs: [{ blank: [CONFIG] }] };
}

const UNREAD = "the file that says who gets in and what each account may do could not be read";

const READABLE = {
  missing: `name the file that is meant: ${CONFIG}=FILE; a relative one is looked for in the working directory`,
  unreadable: "make it a plain text file in UTF-8 of at most 1 MiB that this user can read",
} as const;

function byHand({ wrongLines, keeps, unread }: AuthConfig, file: string): Fix {
  if (unread !== null) return { kind: "note", text: READABLE[unread] };
  const lines = [...new Set(wrongLines)].join(", ");
  const where = lines === "" ? "what is named" : `line ${lines}`;
  const form = lines === "" ? "" : ', to one "key = value" a line below [mlflow]';
  const lost = keeps.join(", ");
  const text = `correct ${where} of ${file}${form}; without the file this would not count: ${lost}`;
  return { kind: "note", text };
}

/** Each is all that one of the problems needs. */
function editsOf({ percents, functionLine, values, keeps }: AuthConfig, file: string) {
  const other = values.get("authorization_function") !== ASKING_FUNCTION;
  const commented = other && keeps.length > 0 && functionLine !== null ? [functionLine] : [];
  return [
    ...percents.map((line): LineEdit => ({ file, line, how: "double-percent" })),
    ...commented.map((line): LineEdit => ({ file, line, how: "comment-out" })),
  ];
}

/** An entry point that takes the name; MLflow's own stands in two distributions, mlflow and mlflow-skinny. */
function plugin({ facts: { mlflow } }: World): Hit[] {
  if (!mlflow) return [];
  const rivals = mlflow.apps.filter(
    ({ name, target }) => name === BASIC_AUTH && !target.startsWith(OWN_MODULE),
  );
  if (rivals.length === 0) return [];
  return [
    {
      severity: "error",
      what: `${rivals.map(({ from }) => from).join(", ")} also calls itself basic-auth in ${mlflow.sitePackages}`,
      origin: { kind: "default", name: mlflow.path },
      repairs: [{ managed: true }],
    },
  ];
}
