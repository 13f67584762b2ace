import { MANAGED_VERSION } from "../mlflow/versions/versions.ts";
import { again, type InstallRequest } from "./request.ts";

/** What is known about a failure beside the lines of pip or uv. */
export interface Circumstances {
  readonly request: InstallRequest;
  readonly tool: "uv" | "pip";
  /** The Python of the environment, as `3.11`. */
  readonly pythonVersion: string | null;
  /** What brings a Python to this system. */
  readonly pythonFix: string;
  /** The variables that name a proxy, the decisive one first. */
  readonly proxy: readonly string[];
  /** The variables that name another index than the public one. */
  readonly index: readonly string[];
  /** The variable that keeps the tool from asking any index; null where none does. */
  readonly offline: string | null;
  /** The certificates of the system, in one file; null where there is none, or the user named one. */
  readonly certificates: string | null;
}

/** Why it failed and what fixes it; the first line of the fix is a command. */
export interface Explanation {
  readonly what: string;
  readonly fix: string;
}

export function unknownAuthority({ request, tool, certificates }: Circumstances): Explanation {
  const variable = tool === "uv" ? "SSL_CERT_FILE" : "PIP_CERT";
  const system = [`${variable}=${certificates} ${again(request)}`, "or, if that is not it:"];
  return {
    what: `the certificate of the index is signed by nobody that ${tool} knows; a proxy that opens TLS does that`,
    fix: [
      ...(certificates ? system : []),
      `${variable}=/path/ca.pem ${again(request)}`,
      "with the certificate of the proxy or index, from whoever runs it",
    ].join("\n"),
  };
}

export function proxyDown({ request, proxy }: Circumstances): Explanation {
  const repeat = again(request);
  if (proxy.length === 0) {
    return {
      what: "the proxy does not answer",
      fix: `HTTPS_PROXY=http://HOST:PORT ${repeat}`,
    };
  }
  return {
    what: `the proxy of ${proxy[0]} does not answer`,
    fix: `${without(proxy)}${repeat}\nor name the right proxy`,
  };
}

export function unreachable(what: string, circumstances: Circumstances): Explanation {
  const { request, index, offline } = circumstances;
  const repeat = again(request);
  if (offline) return keptOffline(offline, request);
  if (index.length > 0) {
    const fix = `${without(index)}${repeat}\nor name the right index`;
    return { what: `${what} (${index[0]} is set)`, fix };
  }
  const lines = [
    repeat,
    "where there is a network; what was fetched before is not fetched again",
    `behind a proxy: HTTPS_PROXY=http://HOST:PORT ${repeat}`,
    `with an index of your own: PIP_INDEX_URL=https://HOST/simple ${repeat}`,
  ];
  return { what, fix: lines.join("\n") };
}

export function fromPublicIndex({ request, index }: Circumstances): string {
  const repeat = again(request);
  if (index.length === 0)
    return `${repeat}\nif it happens again, something between here and the index changes files`;
  return [
    `${without(index)}${repeat}`,
    "from the public index; or your own environment, which is launched from here:",
    `python3 -m venv .venv && .venv/bin/pip install 'mlflow[auth]==${request.version}'`,
  ].join("\n");
}

/** uv and pip then say only that nothing was found. */
function keptOffline(variable: string, request: InstallRequest): Explanation {
  return {
    what: `${variable} is set, and not all packages were fetched before`,
    fix: `env -u ${variable} ${again(request)}`,
  };
}

export function absent(name: string, circumstances: Circumstances): Explanation {
  const { request, index } = circumstances;
  const own = /^mlflow(?:\[auth\])?==/.test(name);
  const where = index[0] ? `the index of ${index[0]}` : "the package index";
  return unsolvable(
    own
      ? `${where} has no MLflow ${request.version} for this Python`
      : `${where} has no ${name}, which MLflow ${request.version} needs`,
    circumstances,
  );
}

/** The tested version can be had; if it is the one that cannot, another index has it. */
export function unsolvable(what: string, circumstances: Circumstances): Explanation {
  const { request, offline } = circumstances;
  if (offline) return keptOffline(offline, request);
  if (request.version === MANAGED_VERSION) return { what, fix: fromPublicIndex(circumstances) };
  return {
    what,
    fix: `${request.program} install-mlflow --version ${MANAGED_VERSION}\nthe tested version; all are listed at https://pypi.org/project/mlflow/#history`,
  };
}

/** The beginning of a command that is to run without these variables. */
export function without(variables: readonly string[]): string {
  return variables.length > 0 ? `env ${variables.map((name) => `-u ${name} `).join("")}` : "";
}
