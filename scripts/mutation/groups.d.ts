interface Placed {
  readonly file: string;
  readonly line: number;
  readonly lastLine: number;
}

export function groupsOf<Mutant extends Placed>(mutants: readonly Mutant[]): Mutant[][];
