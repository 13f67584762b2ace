import { shellQuote } from "../intent/shell-quote.ts";
import type { ServerIntent } from "../intent/types.ts";
import { DEFAULT_STORE } from "../mlflow/sqlite-uri.ts";
import { isShownWhole } from "../secrets/uri.ts";

const VARIABLE = "MLFLOW_BACKEND_STORE_URI";

/** The command that upgrades the database of this start; a password is fetched from where it is, never shown. */
export function upgradeCommand({ options }: ServerIntent, executable: string): string {
  return `${shellQuote(executable)} db upgrade ${storeWord(options)}`;
}

function storeWord(options: ServerIntent["options"]): string {
  const setting = options.get("backend-store-uri");
  const uri = String(setting?.value || DEFAULT_STORE);
  if (isShownWhole(uri)) return shellQuote(uri);
  const { kind, name, file } = setting?.origin ?? {};
  if (kind === "file" && file && name === `${VARIABLE}_FILE`) return `"$(cat ${shellQuote(file)})"`;
  return `"\${${VARIABLE}:?first put the URI of the store into it}"`;
}
