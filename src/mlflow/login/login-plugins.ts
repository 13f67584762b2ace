import { OIDC_SECRET_KEY } from "../../secrets/names.ts";
import { isVersion, type VersionRange } from "../versions/versions.ts";

/** A setting that a plugin cannot log anybody in without. */
export interface NeededSetting {
  readonly name: string;
  readonly hint: string;
  /** A variable that, when it says yes, does without this setting. */
  readonly unless?: string;
}

/** What is known of an MLflow app plugin that asks for a login. */
export interface LoginPlugin {
  /** Its name for `--app-name`, its distribution, and what its entry point loads. */
  readonly app: string;
  readonly distribution: string;
  readonly target: string;
  /** The variable of the key that signs its session cookies. */
  readonly secretKey: string;
  readonly needed: readonly NeededSetting[];
  /** Variables that, when they say `true`, let every setting come from where the launcher does not look. */
  readonly managers: readonly string[];
  /** Variables that hold providers of their own, in place of the needed settings. */
  readonly registries: readonly string[];
  readonly incomplete: readonly (VersionRange & { readonly what: string })[];
  /** The first version that knows of `--static-prefix`. */
  readonly prefixSince: string;
  /** The Python that a version needs and its metadata does not ask for. */
  readonly python: { readonly from: string; readonly needs: string };
  /** Where it sends a browser that is not logged in; everybody else gets 401. */
  readonly loginPaths: readonly string[];
  /** Where people make the tokens that clients log in with. */
  readonly tokens: string;
  /** MLflow's routes that it leaves open, which a stranger is therefore not asked about. */
  readonly open: readonly { readonly path: string; readonly why: string }[];
  /** Set for it by the launcher. */
  readonly environment: readonly (readonly [string, string])[];
}

/**
 * mlflow-oidc-auth, read in 28 wheels from 6.7.1 to 11.0.2, each first version with its neighbour, and run on MLflow
 * 3.17.2: 7.19.0, 10.2.0 and 11.0.2. It is a FastAPI app of its own, which holds every route of MLflow behind one middleware.
 * Without its settings it starts, asks everybody, and lets nobody in. It reads no MLFLOW_AUTH_CONFIG_PATH, creates no
 * first admin, and takes access tokens that it has issued as passwords of HTTP basic authentication.
 * @see https://github.com/mlflow-oidc/mlflow-oidc-auth (config.py, middleware/auth_middleware.py, middleware/route_path.py)
 */
const MLFLOW_OIDC_AUTH: LoginPlugin = {
  app: "oidc-auth",
  distribution: "mlflow-oidc-auth",
  target: "mlflow_oidc_auth.app:app",
  secretKey: OIDC_SECRET_KEY,
  needed: [
    {
      name: "OIDC_DISCOVERY_URL",
      hint: "https://ISSUER/.well-known/openid-configuration of the identity provider",
    },
    { name: "OIDC_CLIENT_ID", hint: "the id under which the provider knows this server" },
    {
      name: "OIDC_CLIENT_SECRET",
      hint: "the secret that the provider gave out with the id; OIDC_CLIENT_SECRET_FILE names a file",
      unless: "OIDC_PUBLIC_CLIENT",
    },
  ],
  // config_providers/*.py
  managers: [
    "CONFIG_AWS_SECRETS_ENABLED",
    "CONFIG_AWS_PARAMETER_STORE_ENABLED",
    "CONFIG_AZURE_KEYVAULT_ENABLED",
    "CONFIG_VAULT_ENABLED",
    "CONFIG_K8S_SECRETS_ENABLED",
  ],
  // provider_registry.py
  registries: ["AUTH_PROVIDERS", "AUTH_PROVIDERS_FILE"],
  incomplete: [
    {
      from: "0",
      // It decides on the URL, which starlette before 1.0.1 builds from that header (CVE-2026-48710).
      below: "7.20.2",
      what: "native routes can be opened through the Host header",
    },
  ],
  prefixSince: "9.0.1",
  // A dataclass with a mappingproxy as a default (repository/_base.py), which Python hashes from 3.12 on.
  python: { from: "10.2.1", needs: "3.12" },
  loginPaths: ["/login", "/oidc/ui"],
  tokens: "/oidc/ui",
  open: [{ path: "/metrics", why: "for Prometheus; there only with --expose-prometheus" }],
  // Its `load_dotenv()` searches from the working directory upwards in every worker but a single one.
  // https://github.com/theskumar/python-dotenv/blob/v1.2.0/src/dotenv/main.py
  environment: [["PYTHON_DOTENV_DISABLED", "1"]],
};

/** The first python-dotenv that heeds PYTHON_DOTENV_DISABLED (read: 1.1.1 does not). */
export const DOTENV_SWITCH_SINCE = "1.2.0";

const LOGIN_PLUGINS: readonly LoginPlugin[] = [MLFLOW_OIDC_AUTH];

/** @param app as `--app-name` says it, if anything does. */
export function findLoginPlugin(app: string | boolean | null | undefined): LoginPlugin | null {
  return LOGIN_PLUGINS.find((plugin) => plugin.app === app) ?? null;
}

/** One `mlflow.app` entry point. */
export interface InstalledApp {
  readonly name: string;
  /** `module:object`. */
  readonly target: string;
  readonly from: string;
}

/** What is installed under a plugin's name: its version, and the distributions of others that take the name. */
export interface InstalledPlugin {
  readonly version: string | null;
  readonly rivals: readonly string[];
}

export function installedPlugin(
  { app, distribution, target }: LoginPlugin,
  { apps }: { readonly apps: readonly InstalledApp[] },
): InstalledPlugin {
  const named = apps.filter(({ name }) => name === app);
  const versions = named
    .filter((one) => one.target === target)
    .map(({ from }) => versionOf(from, distribution));
  const version = versions.find((one) => one !== null) ?? null;
  const rivals = named
    .filter((one) => one.target !== target || versionOf(one.from, distribution) === null)
    .map(({ from }) => from);
  return { version, rivals };
}

/** The version in the name of a metadata folder, `mlflow_oidc_auth-11.0.2`. */
function versionOf(from: string, distribution: string): string | null {
  const [, name = "", version = ""] = /^(.+?)-([^-]+)(?:-py[\d.]+)?$/.exec(from) ?? [];
  const same = name.toLowerCase().replace(/[-_.]+/g, "-") === distribution;
  return same && isVersion(version) ? version : null;
}
