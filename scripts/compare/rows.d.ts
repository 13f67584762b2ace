/** An option of `mlflow server`, as facts.py prints it. */
export interface OptionFacts {
  readonly name: string;
  readonly short: string | null;
  readonly off: string | null;
  readonly kind: string;
  readonly env: string | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly default: string | null;
}

/** What facts.py prints. */
export interface MlflowFacts {
  readonly version: string;
  readonly options: readonly OptionFacts[];
  /** Defaults by name; null if none is declared. */
  readonly variables: Readonly<Record<string, string | null>>;
  readonly requires: readonly string[];
  /** The status of the answer to a stranger, by `METHOD path`; null if there was none. */
  readonly routes: Readonly<Record<string, number | null>>;
}

export function optionRow(option: OptionFacts, since: string): string;

export function rows(
  before: MlflowFacts,
  after: MlflowFacts,
  isProtection: (name: string) => boolean,
): string[];
