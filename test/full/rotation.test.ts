import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { makeFolder, PYTHON, runGuard, start } from "../support/guard.ts";
import { openShell } from "../support/shell.ts";

const KEK = "MLFLOW_CRYPTO_KEK_PASSPHRASE";

/** Stores a provider's key, or reads it, as the server does with the environment it has. */
const STORE = `
import sys
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
store = SqlAlchemyStore("sqlite:///mlflow.db", "./mlruns")
if sys.argv[1] == "write":
    store.create_gateway_secret(secret_name="provider", secret_value={"api_key": "sk-Stored-17"}, provider="openai")
else:
    from mlflow.store.tracking.dbmodels.models import SqlGatewaySecret
    from mlflow.utils.crypto import KEKManager, _decrypt_secret
    with store.ManagedSessionMaker() as session:
        one = session.query(SqlGatewaySecret).one()
        print(_decrypt_secret(one.encrypted_value, one.wrapped_dek, KEKManager(), one.secret_id, one.secret_name))
`;

/** The commands of a page: the lines of its shell blocks that hold this text. */
function documented(page: string, text: string): string {
  const pages = readFileSync(new URL(`../../docs/how-to/${page}`, import.meta.url), "utf8");
  const blocks = [...pages.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");
  return blocks.find((block) => block.includes(text))?.trim() ?? "";
}

it("a rotated passphrase reads the stored keys after MLflow's own command, as the page says", async () => {
  const cwd = makeFolder();
  const setting = (name: string) =>
    new RegExp(`^${name}=(.*)$`, "m").exec(readFileSync(`${cwd}/.env`, "utf8"))?.[1] ?? "";
  const store = (act: string) => {
    const env = {
      [KEK]: setting(KEK),
      MLFLOW_CRYPTO_KEK_VERSION: setting("MLFLOW_CRYPTO_KEK_VERSION") || "1",
    };
    return start(PYTHON, ["-c", STORE, act], { cwd, env }).ended;
  };
  await runGuard(["init"], { cwd });
  expect((await store("write")).code).toBe(0);
  expect((await store("read")).stdout).toContain("sk-Stored-17");
  await runGuard(["init", "--rotate", KEK], { cwd });
  expect((await store("read")).code).not.toBe(0);

  const shell = openShell(cwd, { PATH: `${dirname(PYTHON)}:/usr/bin:/bin` });
  shell.paste(documented("login.md", "rotate-kek"));
  await shell.see(/New passphrase: /, 60_000);
  shell.paste(setting(KEK));
  await shell.see(/confirmation: /);
  shell.paste(setting(KEK));
  await shell.see(/\[y\/N\]: /);
  shell.paste("y");
  await shell.see(/Successfully rotated 1 /, 60_000);
  expect((await store("read")).stdout).toContain("sk-Stored-17");
}, 180_000);
