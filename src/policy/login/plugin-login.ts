import { readVariable } from "../../intent/environment/environment.ts";
import type { Origin, Setting } from "../../intent/types.ts";
import {
  DOTENV_SWITCH_SINCE,
  findLoginPlugin,
  installedPlugin,
  type NeededSetting,
} from "../../mlflow/login/login-plugins.ts";
import { atLeast } from "../../mlflow/versions/versions.ts";
import { hostOfUrl, levelOf } from "../../net/address-class.ts";
import { isPlaceholder } from "../../secrets/placeholder.ts";
import { isHttpUrl } from "../exposure/claims.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { optionRepair } from "../repair/option-repair.ts";
import { loginOfMlflow } from "../repair/secret-repair.ts";
import type { Hit, KnownLogin, World } from "../types.ts";

/** What keeps a known login plugin from asking, from logging anybody in, or from being what it is called. */
export function pluginHits(world: World): Hit[] {
  const known = world.login.plugin;
  if (!known) return rivals(world);
  return [
    ...known.plugin.needed.flatMap((one) => missing(world, known, one)),
    ...oldPython(world, known),
    ...gunicorn(world, known),
    ...foundEnvFile(world, known),
    ...untrustedProvider(world, known),
  ];
}

/** The version is one that is known to leave something open. */
export function incompletePlugin({ facts, login }: World): string[] {
  if (!login.plugin?.version || !facts.mlflow) return [];
  const { plugin, version } = login.plugin;
  const { path } = facts.mlflow;
  return plugin.incomplete
    .filter(({ below }) => !atLeast(version, below))
    .map(({ what }) => `${plugin.distribution} ${version} (${path}): ${what}`);
}

/** Other packages that take the name; the operator may vouch for them (`--guard-login-app`). */
function rivals(world: World): Hit[] {
  const { facts, login } = world;
  const plugin = login.asks ? null : findLoginPlugin(login.app);
  if (!plugin || !facts.mlflow) return [];
  const { path, sitePackages } = facts.mlflow;
  const from = installedPlugin(plugin, facts.mlflow).rivals.join(", ");
  return [
    otherLogin(world, {
      what: `${from} calls itself ${plugin.app} in ${sitePackages}, and is not ${plugin.distribution}`,
      why: "which package would run, and whether it asks for a login, is not known",
      origin: { kind: "default", name: path },
      note: `or uninstall it; if it does ask: --guard-login-app ${plugin.app}`,
    }),
  ];
}

/** Without it the plugin starts and refuses everybody. What may come from elsewhere was not looked at. */
function missing(world: World, { plugin }: KnownLogin, needed: NeededSetting): Hit[] {
  const { name, hint, unless } = needed;
  const { intent, facts } = world;
  const spared = isYes(readVariable(intent.environment, unless));
  const unusable = facts.unusableFiles.some(({ origin }) => origin.name === `${name}_FILE`);
  const setting = readVariable(intent.environment, name);
  const wrong = problemOf(name, setting);
  if (spared || unusable || wrong === null) return [];
  const elsewhere =
    settingsManager(world) ??
    plugin.registries.map((other) => readVariable(intent.environment, other)).find(Boolean);
  const why = `${plugin.distribution} cannot log anybody in without it`;
  const origin: Origin = setting?.origin ?? { kind: "default", name };
  if (elsewhere) {
    const source = describeOrigin(elsewhere.origin);
    const what = `${wrong}; whether ${source} brings it was not looked at`;
    return [{ severity: "warning", what, why, origin, repairs: [] }];
  }
  const note = `or set ${name}: ${hint}; in an env file: --guard-env-file FILE`;
  return [otherLogin(world, { what: wrong, why, origin, note })];
}

/** What lets the plugin's settings come from where the launcher does not look. */
export function settingsManager({ intent, login }: World): Setting | undefined {
  return login.plugin?.plugin.managers
    .map((name) => readVariable(intent.environment, name))
    .find((setting) => setting?.value.toLowerCase() === "true");
}

function problemOf(name: string, setting: Setting | undefined): string | null {
  if (!setting) return `${name} is not set`;
  const is = describeOrigin(setting.origin);
  if (isPlaceholder(setting.value)) return `${is} is a placeholder that was never filled in`;
  return name.endsWith("_URL") && !isHttpUrl(setting.value) ? `${is} is no http(s) URL` : null;
}

function oldPython(world: World, { plugin, version }: KnownLogin): Hit[] {
  const { mlflow } = world.facts;
  const { from, needs } = plugin.python;
  if (!mlflow?.pythonVersion || version === null) return [];
  if (!atLeast(version, from) || atLeast(mlflow.pythonVersion, needs)) return [];
  const hit = otherLogin(world, {
    what: `${plugin.distribution} ${version} does not load on Python ${mlflow.pythonVersion} (${mlflow.python})`,
    why: `it needs Python ${needs}, and MLflow would stop with a traceback`,
    origin: { kind: "default", name: mlflow.path },
    note: `or install both for Python ${needs} or newer`,
  });
  return [{ ...hit, severity: "error" }];
}

function gunicorn({ intent }: World, { plugin }: KnownLogin): Hit[] {
  const setting = intent.gunicornOpts;
  if (!setting) return [];
  return [
    {
      severity: "error",
      what: `${describeOrigin(setting.origin)} asks for gunicorn, which cannot serve ${plugin.app}`,
      why: "the plugin is an ASGI application: gunicorn answers 500 to every request",
      origin: setting.origin,
      repairs: [optionRepair("gunicorn-opts", setting)],
    },
  ];
}

/** A file in the working directory must not speak with the authority of the operator. */
function foundEnvFile(world: World, { plugin }: KnownLogin): Hit[] {
  const { mlflow } = world.facts;
  if (!mlflow || (mlflow.dotenv && atLeast(mlflow.dotenv, DOTENV_SWITCH_SINCE))) return [];
  const dotenv = mlflow.dotenv
    ? `python-dotenv ${mlflow.dotenv}`
    : "a python-dotenv that was not found";
  return [
    otherLogin(world, {
      what: `${dotenv} (${mlflow.path}) lets ${plugin.distribution} read a .env of the working directory`,
      why: "such a file could change who gets in, and this version cannot be told to leave it",
      origin: { kind: "default", name: mlflow.path },
      note: `or take python-dotenv ${DOTENV_SWITCH_SINCE} or newer`,
    }),
  ];
}

/** Whoever stands between this server and the provider could say who logs in. */
function untrustedProvider({ intent }: World, { plugin }: KnownLogin): Hit[] {
  const url = readVariable(intent.environment, "OIDC_DISCOVERY_URL");
  const verify = readVariable(intent.environment, "OIDC_VERIFY_SSL");
  const doubtful = [
    ...(url && isPlainAndFar(url.value) ? [{ origin: url.origin, what: "is no https" }] : []),
    ...(verify && !isYes(verify) ? [{ origin: verify.origin, what: "takes any certificate" }] : []),
  ];
  return doubtful.map(({ origin, what }) => ({
    severity: "warning",
    what: `${describeOrigin(origin)} ${what}`,
    why: `whoever stands between ${plugin.distribution} and the provider could say who logs in`,
    origin,
    repairs: [],
  }));
}

function isPlainAndFar(text: string): boolean {
  if (!isHttpUrl(text)) return false;
  const url = new URL(text);
  const host = hostOfUrl(url);
  return url.protocol === "http:" && host !== "localhost" && levelOf(host) !== "loopback";
}

/** As the plugin reads it (`config_providers/manager.py`, `get_bool`). */
function isYes(setting: Setting | undefined): boolean {
  return /^(?:true|1|t)$/i.test(setting?.value ?? "");
}

interface Trouble {
  readonly what: string;
  readonly why: string;
  readonly origin: Origin;
  readonly note: string;
}

/** MLflow's own login needs nothing from outside: a command that works. What the plugin lacks is for its operator to fix. */
function otherLogin(world: World, { what, why, origin, note }: Trouble): Hit {
  return {
    severity: world.exposed ? "error" : "warning",
    what,
    why,
    origin,
    repairs: [loginOfMlflow(world)],
    notes: [{ kind: "note", text: note }],
  };
}
