import { readVariable } from "../../intent/environment/environment.ts";
import type { Setting } from "../../intent/types.ts";
import { isUnknownFrameOption } from "../../mlflow/options/frame-options.ts";
import { SERVERS_OWN } from "../../mlflow/options/ignored-variables.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { optionRepair } from "../repair/option-repair.ts";
import type { Hit, World } from "../types.ts";
import { without } from "./ignored-settings.ts";

/** An option that another one makes meaningless. */
interface Beside {
  readonly option: string;
  readonly when: (world: World) => boolean;
  readonly why: string;
}

const isOn = ({ intent }: World, name: string) => intent.options.get(name)?.value === true;
const isOff = ({ intent }: World, name: string) => intent.options.get(name)?.value === false;

/**
 * Sources, of MLflow 3.17.2: `cli/__init__.py` (`server`), `server/fastapi_security.py` (`init_fastapi_security`),
 * `server/handlers.py` (`_disable_unless_serve_artifacts`), and uvicorn's `config.py`.
 */
const BESIDE: readonly Beside[] = [
  {
    option: "workers",
    when: (world) => world.intent.dev.value && world.intent.workers?.value !== 1,
    why: "has no effect beside --dev, which runs one worker",
  },
  {
    option: "artifacts-destination",
    when: (world) => isOff(world, "serve-artifacts"),
    why: "has no effect beside --no-serve-artifacts: nothing is kept there",
  },
  {
    option: "artifacts-only",
    when: (world) => isOn(world, "artifacts-only") && isOff(world, "serve-artifacts"),
    why: "leaves nothing to serve beside --no-serve-artifacts: every request for an artifact gets 503",
  },
  ...["registry-store-uri", "read-replica-backend-store-uri", "default-artifact-root"].map(
    (option) => ({
      option,
      when: (world: World) => isOn(world, "artifacts-only"),
      why: "has no effect beside --artifacts-only: the server has no runs and no models",
    }),
  ),
  {
    option: "workspace-store-uri",
    when: (world) => !isOn(world, "enable-workspaces") && !workspaces(world),
    why: "has no effect without --enable-workspaces",
  },
  ...["allowed-hosts", "cors-allowed-origins", "x-frame-options"].map((option) => ({
    option,
    when: (world: World) => isOn(world, "disable-security-middleware"),
    why: "has no effect beside --disable-security-middleware",
  })),
];

function workspaces({ intent }: World): boolean {
  const setting = readVariable(intent.environment, "MLFLOW_ENABLE_WORKSPACES");
  return setting !== undefined && /^(?:true|1)$/i.test(setting.value);
}

export function optionsBeside(world: World): Hit[] {
  return BESIDE.flatMap(({ option, when, why }) => {
    const setting = world.intent.options.get(option);
    if (!setting?.value || !when(world)) return [];
    return [hit(option, setting, why)];
  });
}

/** MLflow hands it on, and browsers make nothing of it. */
export function unknownFrameOption(world: World): Hit[] {
  const { xFrameOptions: setting, disableSecurityMiddleware } = world.intent;
  if (!setting || disableSecurityMiddleware.value) return [];
  const { value } = setting;
  if (value === "" || !isUnknownFrameOption(value)) return [];
  return [
    {
      severity: "warning",
      what: `${describeOrigin(setting.origin)} is ${shownSetting(value)}, which browsers do not know: the pages of any site may show the UI in a frame`,
      origin: setting.origin,
      repairs: [{ set: { "x-frame-options": "SAMEORIGIN" } }],
      notes: [{ kind: "note", text: "or DENY; if any site shall show it: NONE" }],
    },
  ];
}

/** The launcher's own options that mean nothing here. */
export function launcherOptionsBeside(world: World): Hit[] {
  return [...profile(world), ...loginApp(world), ...passed(world)];
}

function profile({ intent }: World): Hit[] {
  const { workers, profile: setting } = intent;
  if (!setting || !workers || workers.value === 1) return [];
  const why = `beside --guard-profile: ${workers.value} workers are started, and the profile only switches the job runner off`;
  return [hit("workers", workers, `counts ${why}`)];
}

/** Vouched for, and not chosen. */
function loginApp({ intent, login }: World): Hit[] {
  const { loginApp: setting } = intent;
  if (!setting || setting.value === login.app) return [];
  const why = `names an app that is not chosen: it only vouches for the one of --app-name`;
  return [hit("guard-login-app", setting, why)];
}

function passed({ intent, facts }: World): Hit[] {
  const settings = intent.passEnv;
  const there = (name: string) =>
    intent.environment.has(name) ||
    intent.untaken.has(name) ||
    facts.leftOut.some((one) => one.name === name);
  const useless = settings.filter(({ value }) => !there(value));
  const kept = settings.filter(({ value }) => there(value)).map(({ value }) => value);
  return useless.map(({ value, origin }) => ({
    severity: "warning",
    what: `${describeOrigin(origin)} ${shownSetting(value)} hands nothing on: ${/^[A-Za-z_]\w*$/.test(value) ? "no such variable is set" : "a variable has no such name"}`,
    origin,
    repairs: [{ drop: ["guard-pass-env"], passEnv: kept }],
  }));
}

/** Variables of uvicorn and gunicorn, which do not reach them. */
export function serversOwn({ intent }: World): Hit[] {
  const handed = new Set(intent.passEnv.map(({ value }) => value));
  return [...SERVERS_OWN].flatMap(([name, instead]) => {
    const setting = readVariable(intent.environment, name);
    if (!setting || handed.has(name)) return [];
    return [without(setting.origin, `does not reach MLflow; ${instead}`, [name])];
  });
}

function hit(option: string, setting: Setting<unknown>, why: string): Hit {
  return {
    severity: "warning",
    what: `${describeOrigin(setting.origin)} ${why}`,
    origin: setting.origin,
    repairs: [optionRepair(option, setting)],
  };
}
