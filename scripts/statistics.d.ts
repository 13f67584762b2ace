export function median(numbers: readonly number[]): number;
export function interval(numbers: readonly number[]): number[];
export function slopeOf(pairs: readonly (readonly number[])[]): number;
export function generator(seed: number): () => number;
export function commonSlope(lists: readonly (readonly (readonly number[])[])[]): number;
