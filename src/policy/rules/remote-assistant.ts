import { readVariable } from "../../intent/environment/environment.ts";
import { isGiven } from "../../intent/settings.ts";
import type { Setting } from "../../intent/types.ts";
import { type Capability, has } from "../../mlflow/versions/versions.ts";
import { describeOrigin, isForwardedHere } from "../exposure/exposure.ts";
import { BASIC_AUTH } from "../login/login.ts";
import type { Fix, Hit, Rule, World } from "../types.ts";

const VARIABLE = "MLFLOW_ENABLE_REMOTE_ASSISTANT";

export const remoteAssistant: Rule = {
  id: "remote-assistant",
  title: "MLflow's Assistant may run commands here for strangers",
  severities: ["warning"],
  why: "the Assistant drives a coding agent and a shell with the rights of the server; it is meant for the person at this machine",
  // gunicorn serves the Flask part alone, and the Assistant is not in it.
  check: (world) =>
    world.intent.server.kind === "uvicorn" ? [...switchedOn(world), ...looksLocal(world)] : [],
};

/** The setting that opens it to other machines. MLflow takes true and 1 for yes (`_BooleanEnvironmentVariable`). */
export function assistantSwitch(world: World): Setting | null {
  const setting = readVariable(world.intent.environment, VARIABLE);
  const on = setting && /^(?:true|1)$/i.test(setting.value);
  const served = world.intent.server.kind === "uvicorn" && can(world, "remoteAssistant");
  return on && served ? setting : null;
}

function switchedOn(world: World): Hit[] {
  const setting = assistantSwitch(world);
  if (!setting) return [];
  return [
    {
      severity: "warning",
      what: `${describeOrigin(setting.origin)} opens MLflow's Assistant, which runs commands here, to other machines`,
      origin: setting.origin,
      repairs: [{ blank: [VARIABLE] }],
      notes: loginNote(world),
    },
  ];
}

/** A proxy here that sends no X-Forwarded-For makes everybody local. */
function looksLocal(world: World): Hit[] {
  const { intent, facts, exposure } = world;
  const cause = intent.behindProxy ?? intent.allowedHosts;
  if (!facts.mlflow || !isGiven(cause) || !isForwardedHere(exposure)) return [];
  if (!can(world, "assistant") || can(world, "assistantSeesForwarding")) return [];
  const { origin } = cause;
  return [
    {
      severity: "warning",
      what: `${describeOrigin(origin)} says that requests of others arrive from this machine, and MLflow ${facts.mlflow.version} may take them for local`,
      origin,
      repairs: [],
      notes: [
        ...loginNote(world),
        { kind: "note", text: "let the proxy send X-Forwarded-For; a plain tunnel sends none" },
      ],
    },
  ];
}

function loginNote(world: World): Fix[] {
  const own = world.login.app === BASIC_AUTH && can(world, "assistantBehindLogin");
  const covered = own || world.login.plugin !== null;
  const text = "put a login in front: basic-auth covers the Assistant from MLflow 3.10.0 on";
  return covered ? [] : [{ kind: "note", text }];
}

function can({ facts }: World, capability: Capability): boolean {
  return has(facts.mlflow?.version ?? null, capability);
}
