/** What each of MLflow's options does, in a line or two for `--help`; by the long name of the option. */
export const OPTION_HELP: Readonly<Record<string, string>> = {
  "backend-store-uri":
    "where experiments and runs are kept: a database URI (default sqlite:///mlflow.db)",
  "read-replica-backend-store-uri": "a read-only copy of that database, which answers reads",
  "registry-store-uri":
    "where registered models are kept (default: the same as --backend-store-uri)",
  "default-artifact-root":
    "where new experiments keep their files, as clients see it (default: behind this server)",
  "serve-artifacts": "hand artifacts on between clients and the storage (default: on)",
  "artifacts-only": "serve artifacts and nothing else: no experiments, runs or models",
  "artifacts-destination":
    "the storage behind the artifacts that are handed on (default ./mlartifacts)",
  host: "the address to listen on (default 127.0.0.1: this machine only)",
  port: "the port to listen on (default 5000; 0 takes a free one)",
  workers: "how many processes answer requests (default 4)",
  "static-prefix": "the path under which the UI and the API are served, such as /mlflow",
  "allowed-hosts": "the names by which browsers and clients may call the server, comma-separated",
  "cors-allowed-origins":
    "the other web pages that may call the API from a browser, comma-separated",
  "disable-security-middleware": "no check of host names and origins at all; unsafe",
  "x-frame-options":
    "may other pages show the UI in a frame? SAMEORIGIN (default), DENY, or NONE for any page",
  "gunicorn-opts": "run by gunicorn, with these options of it (the guide lists the admitted ones)",
  "waitress-opts": "options of waitress, a server for Windows only; refused here",
  "uvicorn-opts": "more options for uvicorn, the usual server (the guide lists the admitted ones)",
  dev: "for work on MLflow itself: debug log, and a restart when its code changes",
  "expose-prometheus": "count requests in this folder and show the numbers at /metrics",
  "app-name": "the app that asks for a login: basic-auth, or a plugin (default: no login)",
  "trace-archival-config": "a YAML file that says when old traces move to the archive",
  "secrets-cache-ttl":
    "how many seconds a decrypted gateway secret is kept (10 to 300, default 60)",
  "secrets-cache-max-size": "how many decrypted gateway secrets are kept (default 1000)",
  "workspace-store-uri": "where workspaces are kept (default: the same as --backend-store-uri)",
  "enable-workspaces": "separate experiments, models and prompts by workspace (default: off)",
  "artifacts-presigned-only":
    "files move between client and storage by presigned URLs, never through this server",
};
