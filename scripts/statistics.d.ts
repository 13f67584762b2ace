export function median(numbers: readonly number[]): number;
export function interval(numbers: readonly number[]): number[];
export function slopeOf(pairs: readonly (readonly number[])[]): number;
