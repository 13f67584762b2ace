import { resolve } from "node:path";
import { unquote } from "../unquote.ts";

/**
 * Where artifacts go when nobody says where: through the server, and without it.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/utils/cli_args.py (`ARTIFACTS_DESTINATION`)
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/utils/server_cli_utils.py (`resolve_default_artifact_root`)
 */
export const DEFAULT_DESTINATION = "./mlartifacts";
export const DEFAULT_ROOT = "./mlruns";

/**
 * The folder of an artifact URI, absolute; null where artifacts go to another machine. MLflow decodes `%2F` in a
 * plain path as well, and takes a single letter with a colon for a path.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/utils/file_utils.py (`local_file_uri_to_path`)
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/utils/uri.py (`get_uri_scheme`)
 */
export function artifactFolder(uri: string, cwd: string): string | null {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(uri)?.[1]?.toLowerCase();
  if (uri === "" || (scheme !== undefined && scheme !== "file")) return null;
  const path = uri.startsWith("file:")
    ? uri.slice("file:".length).replace(/^\/\/[^/?#]*|[?#].*$/gs, "")
    : uri;
  return resolve(cwd, unquote(path));
}
