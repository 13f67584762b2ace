import { describe, expect, it } from "vitest";
import type { Access } from "../../../src/mlflow/access-line.ts";
import { auditLines } from "../../../src/watch/access/audit.ts";
import { OwnQuestions } from "../../../src/watch/access/own-questions.ts";

const line = (port: number, path = "/version") =>
  `INFO:     127.0.0.1:${port} - "GET ${path} HTTP/1.1" 200 OK`;

const end = (localPort: number) => ({ localAddress: "127.0.0.1", localPort });

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
    own.add(end(7));
    expect(own.seen).toBe(false);
    see(line(7));
    expect(own.seen).toBe(true);
    see(line(7));
    expect(records).toHaveLength(1);
  });

  it("takes no other client with such a port for itself", () => {
    const { own, records, see } = audit();
    own.add({ localAddress: "127.0.0.2", localPort: 7 });
    see(line(7));
    expect([records.length, own.seen]).toEqual([1, false]);
  });

  it("forgets a question whose line never came", () => {
    const { own, records, see } = audit();
    own.add(end(7), 0);
    own.add(end(8), 40_000);
    see(line(7));
    see(line(8));
    expect(records.map(({ clientPort }) => clientPort)).toEqual([7]);
  });
});
