import { homedir } from "node:os";
import { join } from "node:path";

/** The way to the real index from here, and what was fetched before. */
export const NETWORK = Object.fromEntries(
  Object.entries({
    ...process.env,
    UV_CACHE_DIR: join(homedir(), ".cache", "uv"),
    PIP_CACHE_DIR: join(homedir(), ".cache", "pip"),
  }).filter(
    (entry): entry is [string, string] =>
      /^(?:(?:UV|PIP)_(?:INDEX|DEFAULT_INDEX|CERT|CACHE)|SSL_CERT_FILE$|HTTPS_PROXY$)/.test(
        entry[0],
      ) && entry[1] !== undefined,
  ),
);
