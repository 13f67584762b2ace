import { expect, it } from "vitest";
import { groupsOf } from "../../scripts/mutation/groups.js";

const at = (file: string, line: number, lastLine = line) => ({ file, line, lastLine });

it("mutants that share a line are never judged together", () => {
  const [table, first, second, other] = [at("a", 1, 9), at("a", 2), at("a", 2), at("b", 2)];
  expect(groupsOf([table, first, second, other])).toEqual([[table, other], [first], [second]]);
});

it("mutants that end where others begin share a line", () => {
  const [first, second, third] = [at("a", 1, 3), at("a", 3, 5), at("a", 6)];
  expect(groupsOf([first, second, third])).toEqual([[first, third], [second]]);
});

it("no more than eight are judged together, and none is lost", () => {
  const many = Array.from({ length: 19 }, (_, line) => at("a", line));
  const groups = groupsOf(many);
  expect(groups.map(({ length }) => length)).toEqual([8, 8, 3]);
  expect(groups.flat()).toEqual(many);
});
