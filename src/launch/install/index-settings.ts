type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The same setting for pip and for uv: whichever the user has set, the program that runs hears of it.
 * @see https://pip.pypa.io/en/stable/topics/configuration/#environment-variables
 * @see https://docs.astral.sh/uv/reference/environment/
 */
const TWINS: readonly { readonly pip: string; readonly uv: readonly string[] }[] = [
  { pip: "PIP_INDEX_URL", uv: ["UV_DEFAULT_INDEX", "UV_INDEX_URL"] },
  { pip: "PIP_EXTRA_INDEX_URL", uv: ["UV_INDEX", "UV_EXTRA_INDEX_URL"] },
  { pip: "PIP_FIND_LINKS", uv: ["UV_FIND_LINKS"] },
  { pip: "PIP_TRUSTED_HOST", uv: ["UV_INSECURE_HOST"] },
  { pip: "PIP_CERT", uv: ["SSL_CERT_FILE"] },
  { pip: "PIP_PROXY", uv: ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] },
];

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
  for (const { pip, uv } of TWINS) {
    const [to, from] = tool === "uv" ? [uv, [pip]] : [[pip], uv];
    const value = from.map((name) => kept[name]).find(Boolean);
    const first = to[0];
    if (!value || !first || to.some((name) => kept[name])) continue;
    // uv's indexes may carry a name of their own: NAME=URL.
    kept[first] = value.replace(/(^|\s)[\w.-]+=(?=\w+:\/\/)/g, "$1");
  }
  return { ...kept, PYTHONSAFEPATH: "1" };
}

/** The variable that names the proxy of HTTPS, as pip and uv look for it; null where there is none. */
export function proxyVariable(environment: Environment): string | null {
  const names = ["PIP_PROXY", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
  return names.find((name) => environment[name]) ?? null;
}

/** The variable that names another index than the public one; null where there is none. */
export function indexVariable(environment: Environment): string | null {
  const names = ["PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"];
  return names.find((name) => environment[name]) ?? null;
}

/** Text of pip or uv for people: no user info of a URL, no credentials of these variables, ASCII branches. */
export function withoutCredentials(text: string, environment: Environment): string {
  const secrets = Object.values(environment).flatMap((value) => [
    ...(value ?? "").matchAll(/\w:\/\/(?:[^\s/@:]*:)?([^\s/@]{4,})@/g),
  ]);
  const hidden = secrets.reduce((all, [, secret]) => all.replaceAll(secret ?? "", "****"), text);
  return hidden
    .replace(/(\w:\/\/)[^\s/]*@/g, "$1")
    .replace(/[\u2500-\u257f\u25b6]+/g, "-")
    .replace(/\u00d7/g, "x");
}
