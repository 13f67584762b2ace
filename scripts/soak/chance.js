import { generator } from "../statistics.js";

/** What happens by chance, all of it from one seed. */
export function chanceOf(seed) {
  const random = generator(seed);
  const between = (least, most) => least + random() * (most - least);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const shuffle = (list) => {
    const left = [...list];
    const drawn = [];
    while (left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1));
    return drawn;
  };
  /** Deals a list out in random order, again and again: each comes about as often as the others. */
  const deck = (list) => {
    let rest = [];
    return () => {
      if (rest.length === 0) rest = shuffle(list);
      return rest.pop();
    };
  };
  return { between, pick, deck };
}
