import { unquote } from "./unquote.ts";

/** One request, as the server's access log tells it. */
export interface Access {
  /** What the server takes for the client; behind a proxy that it trusts, anything. */
  readonly client: string;
  /** Null where the log does not say. */
  readonly clientPort: number | null;
  readonly method: string;
  /** Decoded once, as the server does before it looks for a route; without the query, which may hold a token. */
  readonly path: string;
  readonly status: number;
}

/**
 * gunicorn has no access log unless it is asked for, and its own format has no port: with this one its lines are
 * uvicorn's. The port tells the launcher's own questions from those of others.
 * @see https://docs.gunicorn.org/en/stable/settings.html#access-log-format
 */
export const GUNICORN_ACCESS_FORMAT = '%(h)s:%({remote_port}e)s - "%(r)s" %(s)s';

/** A client's address may be any text (`X-Forwarded-For`); more of it is of no use. */
const LONGEST_CLIENT = 256;

/**
 * Sources: uvicorn/logging.py (`AccessFormatter`), mlflow/server/uvicorn_log_config.yaml (a time before it),
 * gunicorn/glogging.py (`atoms`, and the default of `access_log_format`). There is no blank in what is requested, but
 * anything may be in the address of uvicorn's client: the last request of such a line is the real one. In every other
 * line an address is an address, so that no text that a client gave is taken for a line of the log.
 */
const REQUEST = String.raw`"([^ "]+) ([^ ]*) HTTP/[\d.]+" (\d{3})`;
const TIME = String.raw`(?:\d{4}/\d\d/\d\d [\d:]+ )?`;
const LINES: readonly RegExp[] = [
  new RegExp(
    String.raw`^${TIME}INFO: +(?<client>.*):(?<port>\d+) - ${REQUEST}(?: [\w' -]*)?$`,
    "s",
  ),
  new RegExp(String.raw`^(?<client>[\w.:%-]+):(?<port>\d+) - ${REQUEST}(?: [\w' -]*)?$`),
  new RegExp(String.raw`^(?<client>[\w.:%-]+) - [^ ]+ \[[\w/: +-]+\] ${REQUEST} `),
];

/** Reads a line of the access log of uvicorn or gunicorn; null where it is none. */
export function readAccess(line: string): Access | null {
  for (const pattern of LINES) {
    const found = pattern.exec(line);
    if (!found) continue;
    const { client = "", port } = found.groups ?? {};
    const [method = "", target = "", status] = found.slice(-3);
    return {
      client: client.slice(0, LONGEST_CLIENT),
      clientPort: port === undefined ? null : Number(port),
      method,
      path: pathOf(target),
      status: Number(status),
    };
  }
  return null;
}

/** A client may name the whole address, as to a proxy (RFC 9112, 3.2.2), and add a fragment, which is cut off. */
function pathOf(target: string): string {
  const [path = ""] = target.replace(/^https?:\/\/[^/?#]*/i, "").split(/[?#]/);
  return unquote(path);
}
