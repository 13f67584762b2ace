import {
  absent,
  type Circumstances,
  type Explanation,
  fromPublicIndex,
  proxyDown,
  unknownAuthority,
  unreachable,
  unsolvable,
  without,
} from "./fixes.ts";
import { again, elsewhere } from "./request.ts";

interface Cause {
  readonly sign: RegExp;
  readonly explain: (found: RegExpExecArray, circumstances: Circumstances) => Explanation;
}

/** How pip and uv (0.13) say it; the more particular first, since pip ends most failures as "no version found". */
export const CAUSES: readonly Cause[] = [
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
    sign: /connection failed: 407|407 Client Error|Proxy Authentication Required|proxy authorization required/i,
    explain: (_, { request, proxy: [first = "HTTPS_PROXY", ...others] }) => ({
      what: `the proxy of ${first} asks for a name and a password (407)`,
      fix: `${without(others)}${first}=http://NAME:PASSWORD@HOST:PORT ${again(request)}`,
    }),
  },
  {
    sign: /CERTIFICATE_VERIFY_FAILED|invalid peer certificate|UnknownIssuer|self[- ]signed certificate|certificate verify failed/i,
    explain: (_, circumstances) => unknownAuthority(circumstances),
  },
  {
    sign: /Cannot connect to proxy|tunnel error|ProxyError/i,
    explain: (_, circumstances) => proxyDown(circumstances),
  },
  {
    sign: /Name or service not known|name resolution|failed to lookup address|dns error|nodename nor servname/i,
    explain: (_, circumstances) =>
      circumstances.proxy.length > 0
        ? proxyDown(circumstances)
        : unreachable("the name of the package index is not found: no network?", circumstances),
  },
  {
    sign: /Connection refused|os error (?:111|61)\b|Network is unreachable|No route to host/i,
    explain: (_, circumstances) =>
      circumstances.proxy.length > 0
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
    explain: (_, { request, index: [first = "PIP_INDEX_URL"] }) => ({
      what: "the package index asks for credentials",
      fix: `${first}=https://NAME:PASSWORD@HOST/simple ${again(request)}`,
    }),
  },
  {
    sign: /ensurepip is not|python3[\d.]*-venv|No module named '?(?:venv|ensurepip)/,
    explain: (_, { request, pythonVersion }) => ({
      what: `Python ${pythonVersion ?? ""} cannot make a virtual environment: Debian and Ubuntu keep that in a package of its own`,
      fix: `${request.sudo}apt-get install python${pythonVersion ?? "3"}-venv && ${again(request)}`,
    }),
  },
  {
    sign: /No interpreter found|No download found|python-build-standalone/i,
    explain: (_, { pythonFix }) => ({
      what: "no Python 3.10 to 3.13 is here, and uv could not fetch one of its own",
      fix: pythonFix,
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
  {
    sign: /ResolutionImpossible|No solution found when resolving/,
    explain: (_, circumstances) =>
      unsolvable(
        `the packages that MLflow ${circumstances.request.version} needs do not fit together`,
        circumstances,
      ),
  },
];
