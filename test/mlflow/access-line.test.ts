import { describe, expect, it } from "vitest";
import { readAccess } from "../../src/mlflow/access-line.ts";

describe("a line of the access log", () => {
  it.each([
    [
      'INFO:     127.0.0.1:57564 - "GET /version HTTP/1.1" 200 OK',
      ["127.0.0.1", 57564, "GET", "/version", 200],
    ],
    [
      '2026/11/25 03:05:14 INFO:     10.0.0.7:1 - "POST /api/2.0/mlflow/runs/create HTTP/1.1" 401 Unauthorized',
      ["10.0.0.7", 1, "POST", "/api/2.0/mlflow/runs/create", 401],
    ],
    ['INFO:     ::1:57564 - "GET / HTTP/1.1" 200 OK', ["::1", 57564, "GET", "/", 200]],
    [
      'INFO:     fe80::1%eth0:9 - "GET /a?token=x HTTP/2" 200',
      ["fe80::1%eth0", 9, "GET", "/a", 200],
    ],
    ['INFO:     1.2.3.4:5 - "GET /a%2Fb%20c HTTP/1.1" 200', ["1.2.3.4", 5, "GET", "/a/b c", 200]],
    ['INFO:     1.2.3.4:5 - "GET /%zz HTTP/1.1" 404 Not Found', ["1.2.3.4", 5, "GET", "/%zz", 404]],
    [
      'INFO:     1.2.3.4:0 - "GET http://h/version HTTP/1.1" 200',
      ["1.2.3.4", 0, "GET", "/version", 200],
    ],
    [
      'INFO:     1.2.3.4:5 - "GET /version#x HTTP/1.1" 200 OK',
      ["1.2.3.4", 5, "GET", "/version", 200],
    ],
    [
      'INFO:     1.2.3.4:5 - "GET /mlflow%2Dartifacts/%ff HTTP/1.1" 404 Not Found',
      ["1.2.3.4", 5, "GET", "/mlflow-artifacts/\ufffd", 404],
    ],
    // An address that a client chose (X-Forwarded-For) hides nothing and makes no request up.
    [
      'INFO:     a b\u00a0c:0 - "GET /version HTTP/1.1" 200 OK',
      ["a b\u00a0c", 0, "GET", "/version", 200],
    ],
    [
      'INFO:     6.6.6.6:1 - "DELETE /x?:0 - "GET /version HTTP/1.1" 200 OK',
      ['6.6.6.6:1 - "DELETE /x?', 0, "GET", "/version", 200],
    ],
    [
      'INFO:     6.6.6.6:1 - "DELETE /x HTTP/1.1" 200 OK:0 - "GET /version HTTP/1.1" 200 OK',
      ['6.6.6.6:1 - "DELETE /x HTTP/1.1" 200 OK', 0, "GET", "/version", 200],
    ],
    // gunicorn, in the format that it is given, and in its own
    ['127.0.0.1:40112 - "GET /version HTTP/1.1" 200', ["127.0.0.1", 40112, "GET", "/version", 200]],
    [
      '127.0.0.1 - admin [25/Nov/2026:03:05:14 +0000] "GET /version HTTP/1.1" 200 6 "-" "curl/8"',
      ["127.0.0.1", null, "GET", "/version", 200],
    ],
  ])("is read: %s", (line, [client, clientPort, method, path, status]) => {
    expect(readAccess(line)).toEqual({ client, clientPort, method, path, status });
  });

  it.each([
    "INFO:     Uvicorn running on http://127.0.0.1:5000 (Press CTRL+C to quit)",
    'created run named 1.2.3.4:5 - "GET /version HTTP/1.1" 200 OK',
    'WARNING mlflow: Rejected host: INFO:  1.2.3.4:5 - "GET /version HTTP/1.1" 200 OK',
    'x y INFO: 1.2.3.4:5 - "GET /version HTTP/1.1" 200 OK',
    'INFO:     1.2.3.4:5 - "WebSocket /x" [accepted]',
    'WARNING x: 1.2.3.4:5 - "GET /version HTTP/1.1" 200',
    "",
  ])("is none: %s", (line) => {
    expect(readAccess(line)).toBeNull();
  });

  it("is read in time that grows with its length", () => {
    for (const text of ['1.2.3.4:5 - "', ":1 - ", "["]) {
      const line = `INFO: ${text.repeat(200_000 / text.length)}`;
      const started = performance.now();
      expect(readAccess(line)).toBeNull();
      expect(performance.now() - started).toBeLessThan(500);
    }
  });
});
