/** Which program MLflow puts in front of its app. */
export type ServerKind = "uvicorn" | "gunicorn" | "waitress";

/**
 * What `--uvicorn-opts` and `--gunicorn-opts` may hold: options that can neither add or move a listener, nor change
 * the app, nor load code. Everything else is refused by name, so an option of a newer server is refused too.
 *
 * Sources: `python -m uvicorn --help` (0.54.0), `gunicorn/config.py` (26.2.0).
 */
export type ValueShape = "none" | "number" | "path" | "text" | "addresses" | readonly string[];

type Table = Readonly<Record<string, ValueShape>>;

/** As Python's ssl.CERT_NONE and CERT_OPTIONAL. With CERT_REQUIRED (2) no question of the launcher gets an answer. */
export const CERTIFICATE_REQUESTS = ["0", "1"] as const;

const LOG_LEVELS = ["critical", "error", "warning", "info", "debug"] as const;

export const UVICORN_ADMITTED: Table = {
  "--log-level": [...LOG_LEVELS, "trace"],
  "--access-log": "none",
  "--no-access-log": "none",
  "--use-colors": "none",
  "--no-use-colors": "none",
  "--proxy-headers": "none",
  "--no-proxy-headers": "none",
  "--forwarded-allow-ips": "addresses",
  "--server-header": "none",
  "--no-server-header": "none",
  "--date-header": "none",
  "--no-date-header": "none",
  "--loop": ["auto", "asyncio", "uvloop"],
  "--http": ["auto", "h11", "httptools"],
  "--ws": ["auto", "websockets", "websockets-sansio", "wsproto"],
  "--lifespan": ["auto", "on", "off"],
  "--ws-max-size": "number",
  "--ws-max-queue": "number",
  "--ws-ping-interval": "number",
  "--ws-ping-timeout": "number",
  "--limit-concurrency": "number",
  "--limit-max-requests": "number",
  "--limit-max-requests-jitter": "number",
  "--backlog": "number",
  "--timeout-keep-alive": "number",
  "--timeout-graceful-shutdown": "number",
  "--timeout-worker-healthcheck": "number",
  "--h11-max-incomplete-event-size": "number",
  "--ssl-keyfile": "path",
  "--ssl-certfile": "path",
  "--ssl-ca-certs": "path",
  "--ssl-version": "number",
  "--ssl-cert-reqs": CERTIFICATE_REQUESTS,
  "--ssl-ciphers": "text",
};

export const GUNICORN_ADMITTED: Table = {
  "--log-level": LOG_LEVELS,
  "--forwarded-allow-ips": "addresses",
  "--timeout": "number",
  "--graceful-timeout": "number",
  "--keep-alive": "number",
  "--max-requests": "number",
  "--max-requests-jitter": "number",
  "--threads": "number",
  "--worker-connections": "number",
  "--worker-class": ["sync", "gthread"],
  "--backlog": "number",
  "--limit-request-line": "number",
  "--limit-request-fields": "number",
  "--limit-request-field_size": "number",
  "--access-logfile": "path",
  "--error-logfile": "path",
  "--log-file": "path",
  "--access-logformat": "text",
  "--capture-output": "none",
  "--disable-redirect-access-to-syslog": "none",
  "--preload": "none",
  "--no-sendfile": "none",
  "--worker-tmp-dir": "path",
  "--name": "text",
  "--keyfile": "path",
  "--certfile": "path",
  "--ca-certs": "path",
  "--cert-reqs": CERTIFICATE_REQUESTS,
  "--ciphers": "text",
  "--no-control-socket": "none",
};

/** Short spellings, gunicorn only; uvicorn has none. */
export const GUNICORN_SHORT: Readonly<Record<string, string>> = {
  "-t": "--timeout",
  "-k": "--worker-class",
  "-n": "--name",
  "-w": "--workers",
};

/** Variables that say what `--forwarded-allow-ips` says: the servers' own, and uvicorn's for its option. */
export const FORWARDING_VARIABLES: readonly string[] = [
  "FORWARDED_ALLOW_IPS",
  "UVICORN_FORWARDED_ALLOW_IPS",
];

/** Overridden by what MLflow appends behind the user's options (facts: measured on 3.17.2). */
export const INEFFECTIVE: Readonly<Record<"uvicorn" | "gunicorn", Table>> = {
  uvicorn: { "--workers": "number" },
  gunicorn: { "--workers": "number" },
};
