import type { ServerIntent } from "../intent/types.ts";
import { DEFAULT_STORE } from "../mlflow/stores/sqlite-uri.ts";
import { isShownWhole } from "../secrets/uri.ts";
import { needing, outputWord, pathWord, variableWord } from "../shell/command.ts";
import { shellQuote } from "../shell/quote.ts";

const VARIABLE = "MLFLOW_BACKEND_STORE_URI";

/** The command that upgrades the database of this start; a password is fetched from where it is, never shown. */
export function upgradeCommand(
  { backendStoreUri: setting }: ServerIntent,
  executable: string,
): string {
  const upgrade = (store: string) => `${shellQuote(executable)} db upgrade ${store}`;
  const uri = setting?.value || DEFAULT_STORE;
  if (isShownWhole(uri)) return upgrade(shellQuote(uri));
  const { kind, name, file } = setting?.origin ?? {};
  if (kind === "file" && file && name === `${VARIABLE}_FILE`)
    return upgrade(outputWord(`cat ${pathWord(file)}`));
  const toDo = `first put the URI of the store into ${VARIABLE}`;
  return needing(VARIABLE, toDo, upgrade(variableWord(VARIABLE)));
}
