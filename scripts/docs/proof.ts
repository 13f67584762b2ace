import { BROWSER, FOREIGN_HOSTS, ROUTES } from "../../src/mlflow/login/proof-routes.ts";
import { code, table } from "./table.ts";

/** What a stranger would ask, and which part of MLflow answers it. */
export function askedRoutes(): string {
  return table(
    ["request", "answered by"],
    ROUTES.map(({ method, path, native }) => [
      code(`${method} ${path}`),
      native ? "FastAPI" : "Flask",
    ]),
  );
}

export const askedAsBrowser = () =>
  BROWSER.map(
    ({ method, path, accept }) => `- ${code(`${method} ${path}`)}, \`Accept: ${accept}\``,
  ).join("\n");

export const foreignHosts = () => FOREIGN_HOSTS.map((host) => `- ${code(host)}`).join("\n");
