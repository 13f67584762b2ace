/** What a shim leads to. */
export interface ShimTargets {
  /** The real MLflow's executable. */
  readonly mlflow: string;
  /** The Node that runs the launcher. */
  readonly node: string;
  /** The launcher's program. */
  readonly guard: string;
}

const MARK = "# mlflow-guard shim";

/**
 * A script for sh in place of an `mlflow`. Before the command MLflow's group takes `--env-file FILE` and `--`
 * (mlflow/cli/__init__.py, click's group); whatever else stands there is left to MLflow, which knows no such option.
 *
 * @throws if a path has a line break: it would be a line of the script.
 */
export function shimScript(targets: ShimTargets): string {
  return `#!/bin/sh
${MARK}: "server" and "ui" go through mlflow-guard, everything else to MLflow itself.
# To undo it: mlflow-guard shim --remove, with the folder of this file.
mlflow=${literal(targets.mlflow)}
node=${literal(targets.node)}
guard=${literal(targets.guard)}

gone() {
  printf 'mlflow-guard: %s is gone: %s. MLflow was not started.\\n  %s\\n' "$1" "$2" "$3" >&2
  exit 69
}

[ -f "$mlflow" ] && [ -x "$mlflow" ] || gone 'the MLflow behind this shim' "$mlflow" 'install MLflow again, then: mlflow-guard shim'
file=
for word do
  if [ -n "$file" ]; then file=; continue; fi
  case $word in
    --env-file) file=1; continue ;;
    --env-file=*|--) continue ;;
    server|ui)
      [ -f "$node" ] && [ -x "$node" ] || gone 'the Node of mlflow-guard' "$node" 'install mlflow-guard again, then: mlflow-guard shim'
      [ -f "$guard" ] || gone 'mlflow-guard' "$guard" 'install it again, then: mlflow-guard shim'
      MLFLOW_GUARD_MLFLOW=\${MLFLOW_GUARD_MLFLOW:-$mlflow}
      export MLFLOW_GUARD_MLFLOW
      exec "$node" -- "$guard" "$@"
      ;;
  esac
  break
done
exec "$mlflow" "$@"
`;
}

/** Is this the text of a shim? */
export function isShim(text: string): boolean {
  return text.startsWith(`#!/bin/sh\n${MARK}`);
}

/** The real MLflow of a shim; null if the text is no shim's, or was changed. */
export function shimmedMlflow(text: string): string | null {
  const word = isShim(text) ? /^mlflow='((?:[^'\n]|'\\'')+)'$/m.exec(text)?.[1] : undefined;
  return word?.replaceAll("'\\''", "'") ?? null;
}

/** Everything but a quote is itself between single quotes, in every shell and every encoding. */
function literal(path: string): string {
  if (/[\n\0]/.test(path)) throw new Error("a path with a line break cannot be in a script");
  return `'${path.replaceAll("'", "'\\''")}'`;
}
