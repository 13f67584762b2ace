/** A question that a stranger would ask. None of them changes anything, answered or not. */
export interface Question {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly json?: unknown;
  /** Served by FastAPI itself, which has a login check of its own beside the Flask app's. */
  readonly native: boolean;
  /** The Accept header, by which a server may tell a browser from a program. */
  readonly accept?: string;
}

const get = (path: string, native = false): Question => ({ method: "GET", path, native });
const post = (path: string, json: unknown, native = false): Question => ({
  method: "POST",
  path,
  json,
  native,
});

/** What everybody who wants the data asks first, by Flask and by FastAPI. */
export const SHORT: readonly [Question, Question] = [
  get("/api/2.0/mlflow/experiments/search?max_results=1"),
  post("/ajax-api/3.0/jobs/search", {}, true),
];

/**
 * One route of each kind that MLflow serves; under basic-auth each answers 401 to a stranger. Not among them is what
 * stays open by design: `/health` and, from 3.17.0, `server-info`.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/handlers.py
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/server/fastapi_app.py
 */
export const ROUTES: readonly Question[] = [
  ...SHORT,
  get("/version"),
  get("/"),
  get("/metrics"),
  post("/api/2.0/mlflow/experiments/search", { max_results: 1 }),
  get("/ajax-api/2.0/mlflow/experiments/search?max_results=1"),
  post("/api/2.0/mlflow/runs/search", { experiment_ids: ["0"], max_results: 1 }),
  post("/ajax-api/2.0/mlflow/runs/search", { experiment_ids: ["0"], max_results: 1 }),
  get("/api/2.0/mlflow-artifacts/artifacts"),
  get("/api/2.0/mlflow-artifacts/artifacts/mlflow-guard-probe", true),
  get("/ajax-api/3.0/jobs/mlflow-guard-probe", true),
  get("/ajax-api/3.0/mlflow/assistant/config", true),
  post("/v1/traces", {}, true),
  post("/graphql", { query: "{__typename}" }),
];

/** The same as a browser asks it, which a login plugin sends to its login page. */
export const BROWSER: readonly Question[] = ["/", "/version"].map((path) => ({
  ...get(path),
  accept: "text/html",
}));

/**
 * Host headers of nobody's list; MLflow's own patterns let the last two pass (3.5.0 to 3.17.2). MLflow writes each into
 * its log as a rejected request, so they say what they are, and can be nobody's name (RFC 6761, 6.4).
 */
export const FOREIGN_HOSTS = [
  "host-check.invalid",
  "10.host-check.invalid",
  "localhost:x.host-check.invalid",
];
