import { hideSecrets, secretValues } from "../secrets/hide.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The same setting for pip and for uv: whichever the user has set, the program that runs hears of it.
 * @see https://pip.pypa.io/en/stable/topics/configuration/#environment-variables
 * @see https://docs.astral.sh/uv/reference/environment/
 */
const TWINS = {
  index: { pip: "PIP_INDEX_URL", uv: ["UV_DEFAULT_INDEX", "UV_INDEX_URL"] },
  moreIndexes: { pip: "PIP_EXTRA_INDEX_URL", uv: ["UV_INDEX", "UV_EXTRA_INDEX_URL"] },
  links: { pip: "PIP_FIND_LINKS", uv: ["UV_FIND_LINKS"] },
  trusted: { pip: "PIP_TRUSTED_HOST", uv: ["UV_INSECURE_HOST"] },
  certificates: { pip: "PIP_CERT", uv: ["SSL_CERT_FILE"] },
  proxy: { pip: "PIP_PROXY", uv: ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] },
} as const;

/** Would put packages, or take Python modules, elsewhere than the environment that is made. */
const MISLEADING =
  /^(?:PYTHON(?:HOME|PATH)|PIP_(?:TARGET|PREFIX|ROOT|USER|PYTHON|REQUIREMENT|EDITABLE|DRY_RUN|NO_DEPS)|UV_(?:PYTHON|SYSTEM_PYTHON|BREAK_SYSTEM_PACKAGES|TARGET|PREFIX|NO_DEPS)|VIRTUAL_ENV|CONDA_PREFIX)$/;

/** The environment of `tool`: the user's, with index, proxy and certificates under the names that it reads. */
export function environmentOf(
  tool: "uv" | "pip",
  environment: Environment,
): Record<string, string> {
  const kept = Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !MISLEADING.test(entry[0]),
    ),
  );
  for (const { pip, uv } of Object.values(TWINS)) {
    const to: readonly string[] = tool === "uv" ? uv : [pip];
    const from: readonly string[] = tool === "uv" ? [pip] : uv;
    const value = from.map((name) => kept[name]).find(Boolean);
    if (!value || to.some((name) => kept[name])) continue;
    // uv's indexes may carry a name of their own: NAME=URL.
    kept[to[0] ?? ""] = value.replace(/(^|\s)[\w.-]+=(?=\w+:\/\/)/g, "$1");
  }
  return { ...kept, PYTHONSAFEPATH: "1" };
}

/** The variables that say where the index is, or the proxy of HTTPS, as far as they are set; the decisive one first. */
export function settingsOf(
  kind: "index" | "proxy" | "certificates",
  tool: "uv" | "pip",
  environment: Environment,
): string[] {
  const { pip, uv } = TWINS[kind];
  return (tool === "uv" ? [...uv, pip] : [pip, ...uv]).filter((name) => environment[name]);
}

/** Text of pip or uv for people: without secrets, as MLflow's lines are shown, and with ASCII branches. */
export function withoutCredentials(text: string, environment: Environment): string {
  const values = new Map(Object.entries(environment).map(([name, value]) => [name, value ?? ""]));
  return hideSecrets(text, secretValues(values))
    .replace(/[\u2500-\u257f\u25b6]+/g, "-")
    .replace(/\u00d7/g, "x");
}
