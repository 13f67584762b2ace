import { again, elsewhere, type InstallRequest } from "./request.ts";

/** What is known about a failure beside the lines of pip or uv. */
export interface Circumstances {
  readonly request: InstallRequest;
  readonly tool: "uv" | "pip";
  /** The Python of the environment, as `3.11`. */
  readonly pythonVersion: string | null;
  /** The variable that names a proxy; null where there is none. */
  readonly proxy: string | null;
  /** The variable that names another index; null where it is the public one. */
  readonly index: string | null;
  /** The certificates of the system, in one file; null where there is none, or the user named one. */
  readonly certificates: string | null;
}

interface Explanation {
  readonly what: string;
  readonly fix: string;
}

interface Cause {
  readonly sign: RegExp;
  /** Null: a proxy is no part of it. */
  readonly explain: (found: RegExpExecArray, circumstances: Circumstances) => Explanation;
}

/** How pip and uv (0.13) say it; the more particular first, since pip ends most failures as "no version found". */
const CAUSES: readonly Cause[] = [
  {
    sign: /No space left on device|os error 28|Disk quota exceeded/,
    explain: (_, { request }) => ({
      what: `no space is left for the packages (about 1 GB), in ${request.root}, in TMPDIR or in the cache`,
      fix: `${elsewhere(request)}\nor make room: the caches too take it (pip cache purge, uv cache clean)`,
    }),
  },
  {
    sign: /Read-only file system|Permission denied|os error (?:13|30)\b/,
    explain: (_, { request }) => ({
      what: `a file may not be written in ${request.root}, in TMPDIR or in the cache`,
      fix: `${elsewhere(request)}\na folder of your own, and the same for TMPDIR, PIP_CACHE_DIR or UV_CACHE_DIR`,
    }),
  },
  {
    sign: /DO NOT MATCH THE HASHES|Hash mismatch for `?([^\s`]*)/,
    explain: (found, circumstances) => ({
      what: `a file is not the one that was locked${found[1] ? ` (${found[1]})` : ""}: it was changed on its way, or the index has another`,
      fix: fromPublicIndex(circumstances),
    }),
  },
  {
    sign: /\b407\b|Proxy Authentication Required|proxy authorization required/i,
    explain: (_, { request, proxy }) => ({
      what: `the proxy${proxy ? ` that ${proxy} names` : ""} asks for a name and a password (407)`,
      fix: `${proxy ?? "HTTPS_PROXY"}=http://NAME:PASSWORD@HOST:PORT ${again(request)}`,
    }),
  },
  {
    sign: /CERTIFICATE_VERIFY_FAILED|invalid peer certificate|UnknownIssuer|self[- ]signed certificate|certificate verify failed/i,
    explain: (_, { request, tool, certificates }) => ({
      what: `the certificate of the index is signed by nobody that ${tool} knows; a proxy that opens TLS does that`,
      fix: [
        ...(certificates
          ? [`PIP_CERT=${certificates} ${again(request)}`, "or, if that is not it:"]
          : []),
        `PIP_CERT=/path/ca.pem ${again(request)}`,
        "with the certificate of the proxy or index, from whoever runs it",
      ].join("\n"),
    }),
  },
  {
    sign: /Cannot connect to proxy|tunnel error|error trying to connect: .*proxy|ProxyError/i,
    explain: (_, circumstances) => proxyDown(circumstances),
  },
  {
    sign: /Name or service not known|name resolution|failed to lookup address|dns error|nodename nor servname/i,
    explain: (_, circumstances) =>
      circumstances.proxy
        ? proxyDown(circumstances)
        : unreachable("the name of the package index is not found: no network?", circumstances),
  },
  {
    sign: /Connection refused|os error (?:111|61)\b|Network is unreachable|No route to host/i,
    explain: (_, circumstances) =>
      circumstances.proxy
        ? proxyDown(circumstances)
        : unreachable("the package index cannot be reached: no network?", circumstances),
  },
  {
    sign: /timed? ?out/i,
    explain: (_, circumstances) =>
      unreachable("the package index does not answer in time", circumstances),
  },
  {
    sign: /\b(40[13])\b (?:Client Error|Unauthorized|Forbidden)|status code:? (40[13])|authentication failed|User for /i,
    explain: (_, { request }) => ({
      what: "the package index asks for credentials",
      fix: `PIP_INDEX_URL=https://NAME:PASSWORD@HOST/simple ${again(request)}`,
    }),
  },
  {
    sign: /ensurepip is not|python3[\d.]*-venv|No module named '?(?:venv|ensurepip)/,
    explain: (_, { request, pythonVersion }) => ({
      what: `Python ${pythonVersion ?? ""} cannot make a virtual environment: Debian and Ubuntu keep that in a package of its own`,
      fix: `sudo apt-get install python${pythonVersion ?? "3"}-venv && ${again(request)}`,
    }),
  },
  {
    sign: /No interpreter found|No download found|python-build-standalone/i,
    explain: (_, { request }) => ({
      what: "no Python 3.10 to 3.13 is here, and uv could not fetch one of its own",
      fix: `sudo apt-get install python3 && ${again(request)}\nor name one with --python /path/python3`,
    }),
  },
  {
    // pip says so as well where it got no answer and was told not to try again.
    sign: /requirement (\S+?);? .*\(from versions: none\)/,
    explain: (found, circumstances) =>
      unreachable(`the package index offers no ${found[1]} at all`, circumstances),
  },
  {
    sign: /No matching distribution found for ([^\s;]+)|there (?:is no version|are no versions) of (\S+)|(\S+) was not found in the (?:package registry|provided package locations)/i,
    explain: (found, circumstances) =>
      absent((found[1] ?? found[2] ?? found[3] ?? "").replace(/\{.*$/, ""), circumstances),
  },
];

/** Why pip or uv failed, as far as its lines tell, and what mends it. Pure. */
export function explainFailure(
  lines: readonly string[],
  circumstances: Circumstances,
): Explanation {
  // uv breaks its lines where a terminal ends.
  const text = lines.join("\n").replace(/\n\s+(?:\|\s+)?/g, " ");
  for (const { sign, explain } of CAUSES) {
    const found = sign.exec(text);
    if (found) return explain(found, circumstances);
  }
  const { tool, request } = circumstances;
  return {
    what: `${tool} failed; its last lines stand above`,
    fix: again(request),
  };
}

/** The lines that say why, at most six, not too long. */
export function tellingLines(lines: readonly string[]): string[] {
  const retry = lines.findLast((line) => RETRY.test(line));
  const some = lines.filter((line) => line.trim() !== "" && (line === retry || !RETRY.test(line)));
  const telling = some.filter((line) => line === retry || TELLING.test(line));
  return (telling.length > 0 ? telling : some)
    .slice(-6)
    .map((line) => line.trim().replace(RETRY, "").slice(0, 200));
}

/** pip says at each attempt why the one before failed, and not at the end. */
const RETRY = /^WARNING: Retrying .*? after /;
const TELLING =
  /error|fail|caus|certificate|denied|could not|no matching|not found|hash|expected|got|because|space|from https?:/i;

function proxyDown({ request, proxy }: Circumstances): Explanation {
  return {
    what: `the proxy${proxy ? ` that ${proxy} names` : ""} does not answer`,
    fix: `${proxy ? `env -u ${proxy}` : "HTTPS_PROXY=http://HOST:PORT"} ${again(request)}\nwithout the proxy, or set the right one`,
  };
}

function unreachable(what: string, { request, index }: Circumstances): Explanation {
  const repeat = again(request);
  return index
    ? {
        what: `${what} (${index} is set)`,
        fix: `env -u ${index} ${repeat}\nor name the right index`,
      }
    : {
        what,
        fix: [
          repeat,
          "where there is a network; what was fetched before is not fetched again",
          `behind a proxy: HTTPS_PROXY=http://HOST:PORT ${repeat}`,
          `with an index of your own: PIP_INDEX_URL=https://HOST/simple ${repeat}`,
        ].join("\n"),
      };
}

function fromPublicIndex({ request, index }: Circumstances): string {
  return index
    ? `env -u ${index} ${again(request)}\nfrom the public index; or your own environment, which is launched from here:\npython3 -m venv .venv && .venv/bin/pip install 'mlflow[auth]==${request.version}'`
    : `${again(request)}\nif it happens again, something between here and the index changes files`;
}

function absent(name: string, { request, index }: Circumstances): Explanation {
  const own = /^mlflow(?:\[auth\])?==/.test(name);
  const where = index ? `the index of ${index}` : "the package index";
  return {
    what: own
      ? `${where} has no MLflow ${request.version} for this Python`
      : `${where} has no ${name}, which MLflow ${request.version} needs`,
    fix: `${request.program} install-mlflow\nthe tested version; all are listed at https://pypi.org/project/mlflow/#history`,
  };
}
