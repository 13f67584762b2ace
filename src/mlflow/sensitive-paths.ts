/** Paths that an audit wants to know of. */
interface SensitivePath {
  readonly what: string;
  readonly path: RegExp;
  /** Only these methods; all of them without. */
  readonly methods?: RegExp;
}

const WRITE = /^(?!GET$|HEAD$|OPTIONS$)/;

/**
 * Below any prefix, in every version of the API. Sources: mlflow/protos/service.proto, model_registry.proto and
 * mlflow_artifacts.proto (the `path` of each method), mlflow/server/__init__.py and mlflow/server/auth/routes.py
 * (3.17.2).
 */
const SENSITIVE: readonly SensitivePath[] = [
  { what: "which version runs", path: /\/version$/ },
  {
    what: "experiments and runs, listed and read",
    path: /\/mlflow\/(?:experiments\/search|runs\/(?:search|get))$/,
  },
  { what: "the same by GraphQL, as the UI does", path: /\/graphql$/ },
  { what: "runs, made and deleted", path: /\/mlflow\/runs\/(?:create|delete|restore)$/ },
  { what: "artifacts through the server", path: /\/mlflow-artifacts(?:\/|$)/ },
  {
    what: "artifacts by the UI's own doors",
    path: /\/(?:get-artifact|upload-artifact|get-trace-artifact)$/,
  },
  {
    what: "the model registry, changed",
    path: /\/mlflow\/(?:registered-models|model-versions)\/(?!get-|search$)/,
    methods: WRITE,
  },
  {
    what: "accounts, roles and permissions",
    path: /\/mlflow\/(?:users|roles)(?:\/|$)|\/permissions(?:\/|$)|\/signup$/,
  },
];

/** Does a request of this kind belong in the audit log? */
export function isSensitive(method: string, path: string): boolean {
  const plain = `/${path}`.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1");
  return SENSITIVE.some((row) => row.path.test(plain) && (row.methods?.test(method) ?? true));
}
