/** Requests of one kind, and whether the audit log has them. */
interface PathKind {
  readonly what: string;
  readonly audited: boolean;
  readonly path: RegExp;
  /** Only these methods; all of them without. */
  readonly methods?: RegExp;
}

const WRITE = /^(?!GET$|HEAD$|OPTIONS$)/;

/**
 * Below any prefix, in every version of the API. The first row that fits decides, so what is audited comes first: no name
 * that a client chose takes a path out of it. A test asks about every route of the versions in test/fixtures/routes.tsv,
 * which scripts/routes.js reads out of MLflow itself (Flask's map of the app with its login, and FastAPI's).
 */
export const PATH_KINDS: readonly PathKind[] = [
  { what: "which version runs", audited: true, path: /\/version$/ },
  {
    what: "experiments and runs, listed and read",
    audited: true,
    path: /\/mlflow\/(?:experiments\/search|runs\/(?:search|get))$/,
  },
  { what: "the same by GraphQL, as the UI does", audited: true, path: /\/graphql$/ },
  {
    what: "experiments, made, changed and deleted",
    audited: true,
    path: /\/mlflow\/experiments\/(?:create|delete|restore|update)$/,
  },
  {
    what: "runs, made and deleted",
    audited: true,
    path: /\/mlflow\/runs\/(?:create|create-promptlab-run|delete|restore)$/,
  },
  { what: "artifacts through the server", audited: true, path: /\/mlflow-artifacts(?:\/|$)/ },
  {
    what: "artifacts by the UI's own doors, listed, and by a URL that needs no login",
    audited: true,
    path: /\/(?:get-artifact|upload-artifact|get-trace-artifact|get-download-uri)$|\/mlflow\/artifacts\//,
  },
  {
    what: "the files of logged models",
    audited: true,
    path: /\/mlflow\/logged-models\/[^/]*\/artifacts\//,
  },
  {
    what: "accounts, roles and permissions",
    audited: true,
    path: /\/mlflow\/(?:users|roles)(?:\/|$)|\/permissions(?:\/|$)|\/workspace-permissions$|\/signup$/,
  },
  {
    what: "workspaces, and webhooks, which send data elsewhere",
    audited: true,
    path: /\/mlflow\/(?:workspaces|webhooks)(?:\/|$)/,
  },
  {
    what: "keys of the AI gateway, and use of it",
    audited: true,
    path: /\/mlflow\/(?:gateway\/secrets\/|gateway-proxy$)|\/gateway\/(?:anthropic|gemini|mlflow|openai|proxy|typesafe)\/|\/mlflow\/invocations$/,
  },
  {
    what: "the AI gateway, changed",
    audited: true,
    path: /\/mlflow\/gateway\//,
    methods: WRITE,
  },
  {
    what: "the Assistant, which runs commands",
    audited: true,
    path: /\/mlflow\/assistant\//,
  },
  {
    what: "traces, searched and read",
    audited: true,
    path: /\/mlflow\/(?:unified-traces|get-online-trace-details|traces\/(?:search|batchGet|batchGetInfos|get|delete-traces))$/,
  },
  {
    what: "the same, one by one",
    audited: true,
    path: /\/mlflow\/traces(?:\/[^/]+(?:\/info)?)?$/,
    methods: /^(?:GET|HEAD)$/,
  },
  {
    what: "records of datasets",
    audited: true,
    path: /\/mlflow\/datasets\/[^/]*\/records$/,
  },
  {
    what: "a search that is a POST, and no job",
    audited: false,
    path: /\/(?:jobs\/search|get-latest-versions)$/,
    methods: /^(?:GET|HEAD|POST)$/,
  },
  {
    what: "code that the server is given to run",
    audited: true,
    path: /\/jobs(?:\/|$)|\/mlflow\/(?:scorers|mcp-servers|skills)(?:\/|$)|\/mlflow\/issues\/schedule\/|\/invoke$/,
    methods: WRITE,
  },
  {
    what: "the model registry, changed",
    audited: true,
    path: /\/mlflow\/(?:registered-models|model-versions)\/(?!search$)/,
    methods: WRITE,
  },
  {
    what: "tags and assessments, as logging writes them",
    audited: false,
    path: /\/delete(?:-experiment)?-tag$|\/mlflow\/(?:traces|logged-models|datasets)\/[^/]+\/(?:tags|assessments)(?:\/[^/]+)?$/,
  },
  { what: "anything else that is deleted", audited: true, path: /\/delete$/ },
  { what: "the same by its method", audited: true, path: /^/, methods: /^DELETE$/ },
  {
    what: "experiments, read by name or number, and their tags and datasets",
    audited: false,
    path: /\/?mlflow\/experiments\/(?:get|get-by-name|search-datasets|set-experiment-tag)$/,
  },
  {
    what: "what a run logs, and its metrics",
    audited: false,
    path: /\/mlflow\/(?:runs\/(?:log-[a-z]+|outputs|set-tag|update)|metrics\/get-history[a-z-]*)$/,
  },
  {
    what: "logged models, as a run logs them",
    audited: false,
    path: /\/mlflow\/logged-models(?:\/(?:search|[^/]+(?:\/params)?))?$/,
  },
  {
    what: "the registry, read",
    audited: false,
    path: /\/mlflow\/(?:registered-models|model-versions)\//,
  },
  {
    what: "traces, as a client logs them, and figures about them",
    audited: false,
    path: /\/mlflow\/traces(?:\/(?:calculate-filter-correlation|link-[a-z-]+|metrics|[^/]+))?$|\/v1\/traces$/,
  },
  {
    what: "datasets, scorers, servers of tools, skills, jobs and the gateway's settings, read or named",
    audited: false,
    path: /\/mlflow\/(?:datasets|gateway|mcp-servers|scorers|skills|prompt-optimization)\/|\/mlflow\/(?:mcp-servers|skills)$|\/jobs\/[^/]+$/,
  },
  {
    what: "the work of reviewers: issues, labels, queues",
    audited: false,
    path: /\/mlflow\/(?:issues|label-schemas|review-queues|demo)(?:\/|$)/,
  },
  {
    what: "the UI and its files, and what a server says of itself",
    audited: false,
    path: /^\/$|\/(?:health|metrics|server-info|ui-telemetry)$|\/(?:static-files|build)\//,
  },
];

/** What nobody has decided about is a route of an MLflow that is newer than the table, or of a plugin. */
const API = /\/(?:ajax-api|api|gateway|v1)\//;

/** The row that a request falls under; null where none does. */
export function kindOf(method: string, path: string): PathKind | null {
  const plain = `/${path}`.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1");
  const fits = (row: PathKind) => row.path.test(plain) && (row.methods?.test(method) ?? true);
  return PATH_KINDS.find(fits) ?? null;
}

/** Does a request of this kind belong in the audit log? */
export function isSensitive(method: string, path: string): boolean {
  return kindOf(method, path)?.audited ?? API.test(`/${path}`);
}
