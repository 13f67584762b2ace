import { request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** A body of bytes that are no JSON. */
  readonly raw?: string;
}

/** One HTTP request with exactly these headers; `Host` may be anything. */
export function ask(
  url: string,
  { method, headers = {}, json, raw }: Question = {},
): Promise<Answer> {
  const body = json === undefined ? raw : JSON.stringify(json);
  const kind = json === undefined ? "application/octet-stream" : "application/json";
  const type = body === undefined ? {} : { "content-type": kind };
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: method ?? (body === undefined ? "GET" : "POST"),
        headers: { ...type, ...headers },
        agent: false,
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    sent.on("error", reject);
    sent.setTimeout(30_000, () => sent.destroy(new Error(`no answer from ${url}`)));
    sent.end(body);
  });
}

export function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

/** A route of the Flask app that lists experiments, and a native one. */
export const EXPERIMENTS = "/api/2.0/mlflow/experiments/search?max_results=1";
