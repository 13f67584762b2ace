import { describe, expect, it } from "vitest";
import type { Access } from "../../src/mlflow/access-line.ts";
import { auditLines } from "../../src/watch/audit.ts";
import { OwnQuestions } from "../../src/watch/own-questions.ts";

const line = (port: number, path = "/version") =>
  `INFO:     127.0.0.1:${port} - "GET ${path} HTTP/1.1" 200 OK`;

function audit() {
  const own = new OwnQuestions();
  const records: Access[] = [];
  return { own, records, see: auditLines(own, (access) => records.push(access)) };
}

describe("the audit", () => {
  it("records sensitive paths and nothing else", () => {
    const { records, see } = audit();
    for (const one of [line(1), line(2, "/health"), "INFO: 3", line(4, "/graphql")]) see(one);
    expect(records.map(({ clientPort }) => clientPort)).toEqual([1, 4]);
  });

  it("leaves the launcher's own questions out, each once", () => {
    const { own, records, see } = audit();
    own.add(7);
    expect(own.seen).toBe(false);
    see(line(7));
    expect(own.seen).toBe(true);
    see(line(7));
    expect(records).toHaveLength(1);
  });

  it("forgets a question whose line never came", () => {
    const { own, records, see } = audit();
    own.add(7, 0);
    own.add(8, 130_000);
    see(line(7));
    see(line(8));
    expect(records.map(({ clientPort }) => clientPort)).toEqual([7]);
  });
});
