// What the measurements say.

const RESAMPLES = 10_000;

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

export function median(numbers) {
  const [ordered, half] = [sorted(numbers), numbers.length / 2];
  return (ordered[Math.floor(half - 0.5)] + ordered[Math.ceil(half - 0.5)]) / 2;
}

/** A generator with a seed (mulberry32), of numbers from 0 to 1: the same seed gives the same ones. */
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The middle 95 % of the medians of as many numbers, drawn again and again from those that were measured. */
export function interval(numbers) {
  const random = generator(1);
  const draw = () => numbers.map(() => numbers[Math.floor(random() * numbers.length)]);
  const medians = sorted(Array.from({ length: RESAMPLES }, () => median(draw())));
  return [0.025, 0.975].map((part) => medians[Math.round(part * (RESAMPLES - 1))]);
}

/** By least squares: what the second of a pair grows by for each one of the first. */
export function slopeOf(pairs) {
  const mean = (at) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  const together = pairs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return together / pairs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

/** The slope that all of these have in common, wherever each of them lies: lists of pairs. */
export function commonSlope(lists) {
  const centred = lists.map((pairs) => {
    const mean = (at) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
    const [x, y] = [mean(0), mean(1)];
    return pairs.map(([a, b]) => [a - x, b - y]);
  });
  return slopeOf(centred.flat());
}
