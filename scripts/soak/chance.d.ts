export function chanceOf(seed: number): {
  between: (least: number, most: number) => number;
  pick: <T>(list: readonly T[]) => T;
  deck: <T>(list: readonly T[]) => () => T;
};
