import type { InstallProblem } from "../report/text.ts";
import { environmentOf } from "./index-settings.ts";
import { findPython, findUv, type Python } from "./programs.ts";
import type { InstallRequest } from "./request.ts";

/** What makes and fills the environment. */
export interface Tool {
  readonly name: "uv" | "pip";
  /** `uv` itself, or the Python that has venv. */
  readonly file: string;
  /** Null: uv looks for one, and fetches its own where it finds none. */
  readonly python: Python | null;
}

/** uv where there is one, else venv and pip of the first Python that fits. */
export function chooseTool(
  request: InstallRequest,
  environment: Readonly<Record<string, string | undefined>>,
): Tool | InstallProblem {
  const env = environmentOf("uv", environment);
  const uv = findUv(env);
  const python = findPython(request, env);
  if ("what" in python) {
    return uv && request.python === null ? { name: "uv", file: uv, python: null } : python;
  }
  return uv ? { name: "uv", file: uv, python } : { name: "pip", file: python.path, python };
}
