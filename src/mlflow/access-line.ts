/** One request, as the server's access log tells it. */
export interface Access {
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

/** Sources: uvicorn/logging.py (`AccessFormatter`), mlflow/server/uvicorn_log_config.yaml (a time before it), gunicorn/glogging.py (`atoms`, and the default of `access_log_format`). */
const REQUEST = String.raw`"([A-Z]+) (.*) HTTP/[\d.]+" (\d{3})(?: |$)`;
const UVICORN = new RegExp(String.raw`^(?:[\d/: .,-]+ )?(?:INFO: +)?(\S*?):(\d+) - ${REQUEST}`);
const GUNICORN = new RegExp(String.raw`^(\S+) \S+ .*? \[[^\]]+\] ${REQUEST}`);

/** Reads a line of the access log of uvicorn or gunicorn; null where it is none. */
export function readAccess(line: string): Access | null {
  const uvicorn = UVICORN.exec(line);
  if (uvicorn) {
    const [, client = "", port, ...request] = uvicorn;
    return { client, clientPort: Number(port), ...readRequest(request) };
  }
  const [, client = "", ...request] = GUNICORN.exec(line) ?? [];
  return client === "" ? null : { client, clientPort: null, ...readRequest(request) };
}

function readRequest([method = "", target = "", status]: readonly string[]) {
  // A client may name the whole address, as to a proxy (RFC 9112, 3.2.2).
  const [path = ""] = target.replace(/^https?:\/\/[^/?]*/i, "").split("?");
  return { method, path: decoded(path), status: Number(status) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
