import { fileURLToPath } from "node:url";
import { urlHost } from "../../src/net/address-class.ts";
import { basic, EXPERIMENTS } from "./http.ts";
import { type Host, type Network, SERVER_ADDRESSES } from "./network.ts";

const ASKER = fileURLToPath(new URL("asker.js", import.meta.url));

export interface Question {
  readonly address: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer extends Question {
  /** 0: no connection; -1: a connection without an answer. */
  readonly status: number;
}

/** Flask and native FastAPI routes; each shows or takes something, so each must ask for the login. */
const ROUTES: readonly (readonly [method: string, path: string, json?: unknown])[] = [
  ["GET", "/version"],
  ["GET", "/"],
  ["GET", EXPERIMENTS],
  ["POST", "/api/2.0/mlflow/experiments/search", { max_results: 1 }],
  ["POST", "/api/2.0/mlflow/runs/search", { experiment_ids: ["0"] }],
  ["POST", "/ajax-api/2.0/mlflow/runs/search", { experiment_ids: ["0"] }],
  ["POST", "/ajax-api/3.0/jobs/search", {}],
  ["GET", "/api/2.0/mlflow-artifacts/artifacts"],
  ["GET", "/api/2.0/mlflow-artifacts/artifacts/x"],
  ["POST", "/graphql", { query: "{ __typename }" }],
  ["POST", "/v1/traces", {}],
];

/** What strangers claim about themselves: MLflow's published passwords, and that they are this machine. */
const CLAIMS: readonly Readonly<Record<string, string>>[] = [
  basic("admin", "password"),
  basic("admin", "password1234"),
  { "x-forwarded-for": "127.0.0.1" },
];

/** All that is asked of one address and port; the Host header names it. */
export function questionsFor(address: string, port: number, prefix = ""): Question[] {
  const plain = address.replace(/%.*/, "");
  const host = `${urlHost(plain)}:${port}`;
  const one = (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    json?: unknown,
  ): Question => {
    const type = json === undefined ? {} : { "content-type": "application/json" };
    const body = json === undefined ? "" : JSON.stringify(json);
    return { address, port, method, path, headers: { host, ...type, ...headers }, body };
  };
  const prefixes = [...new Set(["", prefix])];
  return [
    ...prefixes.flatMap((below) =>
      ROUTES.map(([method, path, json]) => one(method, `${below}${path}`, {}, json)),
    ),
    ...CLAIMS.map((claim) => one("GET", EXPERIMENTS, claim)),
    one("GET", EXPERIMENTS, { host: `localhost:${port}` }),
    one("POST", "/ajax-api/3.0/jobs/search", { host: `localhost:${port}` }, {}),
  ];
}

/** Every way from the stranger to the server host. */
export const FROM_OUTSIDE: readonly string[] = [
  ...SERVER_ADDRESSES.private,
  ...SERVER_ADDRESSES.public,
  `${SERVER_ADDRESSES.linkLocal}%lan0`,
];

/** Asks from one of the hosts. */
export async function askFrom(
  network: Network,
  host: Host,
  questions: readonly Question[],
): Promise<Answer[]> {
  const input = JSON.stringify(questions);
  const { code, stdout, stderr } = await network.start(host, process.execPath, [ASKER], { input })
    .ended;
  if (code !== 0) throw new Error(`the asker ended with ${code}: ${stderr}`);
  const statuses: number[] = JSON.parse(stdout);
  return questions.map((question, at) => ({ ...question, status: statuses[at] ?? -1 }));
}

/** Nothing, or "who are you": anything else says that the stranger got in. */
export function gotIn({ status }: Answer): boolean {
  return ![0, 401, 403].includes(status);
}

export function shown({ method, path, address, port, headers, status }: Answer): string {
  const as = headers.authorization
    ? ` as ${Buffer.from(headers.authorization.slice("Basic ".length), "base64")}`
    : "";
  return `${method} ${path} at ${address} port ${port}, Host ${headers.host}${as}: ${status}`;
}
