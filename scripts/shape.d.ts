interface Counted {
  readonly name: string;
  readonly lines: number;
}

export interface Shape {
  readonly files: readonly Counted[];
  readonly functions: readonly Counted[];
  readonly folders: readonly { readonly name: string; readonly count: number }[];
  readonly circles: readonly (readonly string[])[];
}

export function shapeOf(folder: string): Shape;
