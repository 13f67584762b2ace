/** What may stand where a value is wanted: one of these words, a path, or a text that nobody can foresee. */
export type Values = readonly string[] | "file" | "folder" | "text";

export interface CompletedOption {
  /** Without dashes. */
  readonly long: string;
  readonly short?: string;
  readonly help: string;
  /** Null: it takes no value. */
  readonly values: Values | null;
}

export interface CompletedCommand {
  readonly name: string;
  readonly help: string;
  readonly options: readonly CompletedOption[];
  /** What may follow the command; null if nothing does. */
  readonly words: Values | null;
}

/** As options are written. */
export function spellings({ long, short }: CompletedOption): string[] {
  return [`--${long}`, ...(short === undefined ? [] : [`-${short}`])];
}
