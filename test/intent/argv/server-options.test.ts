import { describe, expect, it } from "vitest";
import { intentOf } from "../../support/world.ts";

const KEEP = "--timeout-keep-alive";
const UNKNOWN = (server: string) =>
  `not among the ${server} options known to leave listeners, app and code alone`;

function read(option: string, text: string) {
  return intentOf({ words: [`--${option}`, text] }).intent.server;
}

describe("admitted server options", () => {
  it.each([
    ["uvicorn-opts", "--log-level debug", [["--log-level", "debug"]]],
    [
      "uvicorn-opts",
      "--log-level=debug --no-access-log",
      [
        ["--log-level", "debug"],
        ["--no-access-log", null],
      ],
    ],
    ["uvicorn-opts", "--ssl-certfile 'my cert.pem'", [["--ssl-certfile", "my cert.pem"]]],
    ["gunicorn-opts", "-t 60", [["--timeout", "60"]]],
    ["gunicorn-opts", "-t60", [["--timeout", "60"]]],
    ["gunicorn-opts", "-t=60", [["--timeout", "60"]]],
    ["gunicorn-opts", "-n a=b", [["--name", "a=b"]]],
    ["gunicorn-opts", "-na=b", [["--name", "a=b"]]],
    ["uvicorn-opts", "--ssl-ciphers=A=B", [["--ssl-ciphers", "A=B"]]],
    ["uvicorn-opts", "--timeout-keep-alive 123456789012.123456", [[KEEP, "123456789012.123456"]]],
    ["uvicorn-opts", "--ssl-keyfile=-", [["--ssl-keyfile", "-"]]],
    ["uvicorn-opts", "--log-level trace", [["--log-level", "trace"]]],
    [
      "gunicorn-opts",
      "-k gthread --preload",
      [
        ["--worker-class", "gthread"],
        ["--preload", null],
      ],
    ],
    ["gunicorn-opts", "--access-logfile -", [["--access-logfile", "-"]]],
    ["uvicorn-opts", "", []],
    ["uvicorn-opts", "--ssl-ciphers '*'", [["--ssl-ciphers", "*"]]],
    [
      "uvicorn-opts",
      "--forwarded-allow-ips=10.0.0.7,10.1.0.0/16",
      [["--forwarded-allow-ips", "10.0.0.7,10.1.0.0/16"]],
    ],
    ["gunicorn-opts", "--forwarded-allow-ips fd00::20", [["--forwarded-allow-ips", "fd00::20"]]],
  ])("%s %j", (option, text, admitted) => {
    const server = read(option, text);
    expect(server.ineffective).toEqual([]);
    expect(server.admitted.map(({ name, value }) => [name, value])).toEqual(admitted);
    expect(server.refused).toEqual([]);
  });

  it.each([
    ["uvicorn-opts", "--ssl-cert-reqs"],
    ["gunicorn-opts", "--cert-reqs"],
  ])("%s %s with a certificate of the client is refused, with the reason", (option, name) => {
    for (const value of ["2", "3", "02", "2.0", "1.0"])
      expect(read(option, `${name} ${value}`).refused).toEqual([
        { option: name, reason: expect.stringContaining("a client certificate is required") },
      ]);
    for (const value of ["0", "1"]) expect(read(option, `${name} ${value}`).refused).toEqual([]);
  });

  it.each([
    ["uvicorn-opts", "--workers 4"],
    ["gunicorn-opts", "-w4"],
  ])("%s %s has no effect", (option, text) => {
    expect(read(option, text)).toMatchObject({
      origin: { kind: "flag", name: `--${option}` },
      admitted: [],
      ineffective: [{ name: "--workers", value: "4" }],
      refused: [],
    });
  });
});

describe("server options that would switch a protection off", () => {
  it.each([
    ["uvicorn-opts", "--forwarded-allow-ips '*' --no-access-log", "*"],
    [
      "uvicorn-opts",
      "--no-access-log --forwarded-allow-ips=10.0.0.7,0.0.0.0/0",
      "10.0.0.7,0.0.0.0/0",
    ],
    ["gunicorn-opts", "--forwarded-allow-ips=* --preload", "*"],
  ])("%s %s are dropped, and the rest stays", (option, text, value) => {
    const { admitted, ineffective, dropped, refused } = read(option, text);
    expect(dropped).toEqual([{ name: "--forwarded-allow-ips", value }]);
    expect(admitted).toHaveLength(1);
    expect([ineffective, refused]).toEqual([[], []]);
  });
});

describe("refused server options", () => {
  it.each([
    ["uvicorn-opts", "--fd 0", "--fd"],
    ["uvicorn-opts", "--fd=0", "--fd"],
    ["uvicorn-opts", "--uds /s", "--uds"],
    ["uvicorn-opts", "--app-dir .", "--app-dir"],
    ["uvicorn-opts", "--env-file x", "--env-file"],
    ["uvicorn-opts", "--factory", "--factory"],
    ["uvicorn-opts", "--log-config x.yaml", "--log-config"],
    ["uvicorn-opts", "--forwarded-allow-ips proxy.example", "--forwarded-allow-ips"],
    ["uvicorn-opts", "--forwarded-allow-ips '10.0.0.7, 10.0.0.8'", "--forwarded-allow-ips"],
    ["uvicorn-opts", "--forwarded-allow-ips=", "--forwarded-allow-ips"],
    ["uvicorn-opts", "--forwarded-allow-ips", "--forwarded-allow-ips"],
    ["gunicorn-opts", "--forwarded-allow-ips 10.0.0.7/8", "--forwarded-allow-ips"],
    ["uvicorn-opts", "--root-path /x", "--root-path"],
    ["uvicorn-opts", "--log-level shout", "--log-level"],
    ["uvicorn-opts", "--loop mine:loop", "--loop"],
    ["uvicorn-opts", "--backlog", "--backlog"],
    ["uvicorn-opts", "--backlog -1", "--backlog"],
    ["uvicorn-opts", "--ssl-certfile --fd", "--ssl-certfile"],
    ["uvicorn-opts", "--no-access-log=x", "--no-access-log"],
    ["uvicorn-opts", "--no-access-lo", "--no-access-lo"],
    ["uvicorn-opts", "constructor", "a bare word"],
    ["uvicorn-opts", "--__proto__ 1", "--__proto__"],
    ["gunicorn-opts", "-b 0.0.0.0:1", "-b"],
    ["gunicorn-opts", "-b0.0.0.0:1", "-b"],
    ["gunicorn-opts", "-c x.py", "-c"],
    ["gunicorn-opts", "-k mine:Worker", "--worker-class"],
    ["gunicorn-opts", "--paste x.ini", "--paste"],
    ["gunicorn-opts", "--daemon", "--daemon"],
    ["gunicorn-opts", "--reload", "--reload"],
    ["gunicorn-opts", "--certfil x", "--certfil"],
    ["gunicorn-opts", '-""b 0.0.0.0:1', "-b"],
  ])("%s %s", (option, text, name) => {
    expect(read(option, text).refused[0]?.option).toBe(name);
  });

  it.each([
    ["uvicorn-opts", "--fd 0", UNKNOWN("uvicorn")],
    ["gunicorn-opts", "-b x", UNKNOWN("gunicorn")],
    ["gunicorn-opts", "--log-level", "its value is one of critical, error, warning, info, debug"],
    ["uvicorn-opts", "--loop mine:loop", "its value is one of auto, asyncio, uvloop"],
    ["uvicorn-opts", "--backlog x", "its value is a number"],
    ["uvicorn-opts", "--ssl-keyfile -x", "its value is a word that does not begin with a dash"],
    ["uvicorn-opts", "--ssl-keyfile", "its value is a word that does not begin with a dash"],
    ["uvicorn-opts", "--ssl-keyfile=", "its value is a word that does not begin with a dash"],
    ["uvicorn-opts", "--ssl-ciphers -", "its value is a word that does not begin with a dash"],
    ["uvicorn-opts", "--no-access-log=", "--no-access-log takes no value"],
    ["uvicorn-opts", "mine:app", "it would name another app"],
  ])("%s %s says why", (option, text, reason) => {
    expect(read(option, text).refused[0]?.reason).toBe(reason);
  });

  it.each([
    "x",
    "-1",
    "1.",
    ".5",
    "1.1234567",
    "1234567890123",
    "1e3",
    "5s",
    "s5",
    "1.5s",
  ])("%s is no number of a server", (value) => {
    expect(read("uvicorn-opts", `--backlog=${value}`)).toMatchObject({
      admitted: [],
      refused: [{ option: "--backlog" }],
    });
  });

  it.each([
    "--log-level 'info",
    "--log-level info \\\n--fd 0",
    "--log-level $'info'",
    '--log-level $"info"',
  ])("%j, whose words cannot be told apart", (text) => {
    expect(read("uvicorn-opts", text)).toEqual({
      kind: "uvicorn",
      origin: { kind: "flag", name: "--uvicorn-opts" },
      admitted: [],
      ineffective: [],
      dropped: [],
      refused: [{ option: "its text", reason: "its quotes cannot be understood" }],
    });
  });

  it("is every option of waitress", () => {
    expect(read("waitress-opts", "--threads=4")).toEqual({
      kind: "waitress",
      origin: { kind: "flag", name: "--waitress-opts" },
      admitted: [],
      ineffective: [],
      dropped: [],
      refused: [
        {
          option: "--waitress-opts",
          reason:
            "waitress is not installed by MLflow on this system and its options can add listeners",
        },
      ],
    });
  });

  it("is a short option of gunicorn given to uvicorn", () => {
    const reason = UNKNOWN("uvicorn");
    expect(read("uvicorn-opts", "-t5 -w4")).toMatchObject({
      admitted: [],
      ineffective: [],
      dropped: [],
      refused: [
        { option: "-t", reason },
        { option: "-w", reason },
      ],
    });
  });

  it.each([
    ["--forwarded-allow-ips x", "a list of addresses or networks, such as 10.0.0.7,10.1.0.0/16"],
    ["--backlog x", "a number"],
    ["--ssl-certfile -x", "a word that does not begin with a dash"],
    ["--lifespan x", "one of auto, on, off"],
  ])("%s, saying what would fit", (text, fitting) => {
    expect(read("uvicorn-opts", text).refused[0]?.reason).toBe(`its value is ${fitting}`);
  });

  it.each(["--fd=3", "--ssl-keyfile-password=hunter2"])("%s by its name alone", (text) => {
    expect(read("uvicorn-opts", text).refused[0]?.option).toBe(text.split("=")[0]);
  });

  it("takes # as a plain word, as MLflow does", () => {
    const { admitted, refused } = read("uvicorn-opts", "--no-access-log # --fd 0");
    expect(admitted).toHaveLength(1);
    expect(refused.map(({ option }) => option)).toContain("--fd");
  });

  it("goes on behind a refused word", () => {
    const { admitted, refused } = read("gunicorn-opts", "--fd 0 --timeout 5 extra");
    expect(admitted).toEqual([{ name: "--timeout", value: "5" }]);
    expect(refused.map(({ option }) => option)).toEqual(["--fd", "a bare word", "a bare word"]);
  });
});

describe("which server runs", () => {
  it.each([
    [[], {}, "uvicorn"],
    [["--uvicorn-opts", ""], {}, "uvicorn"],
    [["--gunicorn-opts", ""], {}, "gunicorn"],
    [["--waitress-opts", ""], {}, "waitress"],
    [[], { MLFLOW_GUNICORN_OPTS: "-t 5" }, "gunicorn"],
    [[], { MLFLOW_WAITRESS_OPTS: "--listen=*:1" }, "uvicorn"],
  ])("%j %j: %s", (words, env, kind) => {
    expect(intentOf({ words, env }).intent.server.kind).toBe(kind);
  });

  it("is uvicorn without a word where nothing was said", () => {
    expect(intentOf({}).intent.server).toEqual({
      kind: "uvicorn",
      origin: { kind: "default", name: "--uvicorn-opts" },
      admitted: [],
      ineffective: [],
      dropped: [],
      refused: [],
    });
  });

  it("names the variable that its options come from", () => {
    const { server } = intentOf({ env: { MLFLOW_GUNICORN_OPTS: "-t 5" } }).intent;
    expect(server.origin).toEqual({ kind: "env", name: "MLFLOW_GUNICORN_OPTS" });
  });
});
