import { describe, expect, it } from "vitest";
import { intentOf } from "../support/world.ts";

describe("what MLflow does not take together", () => {
  const TLS = ["--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem"];
  const DEV_TLS = {
    what: "MLflow's --dev takes no TLS options",
    fix: "leave out --dev or the certificate",
  };
  const exclude = (...servers: string[]) => ({
    what: `${servers.map((name) => `--${name}-opts`).join(" and ")} exclude each other`,
    fix: "keep one of them",
  });
  const dev = (name: string) => ({
    what: `MLflow's --dev cannot be used with ${name}`,
    fix: `leave out --dev or ${name}`,
  });
  const beside = (server: string, names: string) => ({
    what: `MLflow does not take ${names} beside --${server}-opts`,
    fix: "leave the server options out, or set the variable instead (MLFLOW_SERVER_ALLOWED_HOSTS and its sisters)",
  });
  const half = (name: string) => ({
    what: `--${name} is given without its other half`,
    fix: "give both: --guard-tls-cert FILE --guard-tls-key FILE",
  });

  it.each([
    [["--dev", "--app-name", "basic-auth"], {}, dev("--app-name")],
    [["--dev", "--uvicorn-opts", "--reload"], {}, dev("--uvicorn-opts")],
    [["--dev"], { MLFLOW_GUNICORN_OPTS: "-t 5" }, dev("MLFLOW_GUNICORN_OPTS")],
    [["--uvicorn-opts", "", "--gunicorn-opts", ""], {}, exclude("gunicorn", "uvicorn")],
    [["--uvicorn-opts", "", "--waitress-opts", ""], {}, exclude("waitress", "uvicorn")],
    [["--gunicorn-opts", "", "--waitress-opts", ""], {}, exclude("gunicorn", "waitress")],
    [["--gunicorn-opts", "", "--allowed-hosts", "*"], {}, beside("gunicorn", "--allowed-hosts")],
    [["--waitress-opts", "", "--allowed-hosts", "*"], {}, beside("waitress", "--allowed-hosts")],
    [
      ["--gunicorn-opts", "", "--disable-security-middleware", "--cors-allowed-origins", "*"],
      {},
      beside("gunicorn", "--cors-allowed-origins, --disable-security-middleware"),
    ],
    [["--guard-tls-cert", "c.pem"], {}, half("guard-tls-cert")],
    [["--guard-tls-key", "k.pem"], {}, half("guard-tls-key")],
    [["--dev", ...TLS], {}, DEV_TLS],
  ])("%j is refused", (words, env, problem) => {
    expect(intentOf({ words, env }).problems).toEqual([problem]);
  });

  it("is all said at once", () => {
    const words = ["--dev", "--app-name", "x", "--guard-tls-key", "k.pem"];
    const env = { MLFLOW_GUNICORN_OPTS: "-t 5" };
    expect(intentOf({ words, env }).problems).toEqual([
      dev("MLFLOW_GUNICORN_OPTS"),
      dev("--app-name"),
      half("guard-tls-key"),
      DEV_TLS,
    ]);
  });

  it.each([
    [["--dev"], {}],
    [["--dev", "--uvicorn-opts", ""], {}],
    [["--app-name", "basic-auth", "--uvicorn-opts", "--no-access-log"], {}],
    [["--uvicorn-opts", "", "--allowed-hosts", "*"], {}],
    [TLS, {}],
    [["--guard-tls-cert", "c.pem"], { MLFLOW_GUARD_TLS_KEY: "k.pem" }],
    [["--gunicorn-opts", "-t 5"], { MLFLOW_SERVER_ALLOWED_HOSTS: "a.example" }],
  ])("%j is taken", (words, env) => {
    expect(intentOf({ words, env }).problems).toEqual([]);
  });
});
