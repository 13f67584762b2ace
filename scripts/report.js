import { join, relative } from "node:path";

/** Files that are named as the longest. */
const LONGEST = 25;

/** Why tests were left out, and how many for each reason, and the tests of which nobody knows why. */
export function leftOut({ testResults }) {
  const reasons = new Map();
  const unexplained = [];
  for (const { fullName, status, meta } of testResults.flatMap((file) => file.assertionResults)) {
    if (status === "passed" || status === "failed") continue;
    const reason = meta?.leftOut;
    if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    else unexplained.push(fullName);
  }
  return { reasons, unexplained };
}

/** The files that took the longest, with their seconds. */
export function longest({ testResults }, root) {
  return testResults
    .map(({ name, startTime, endTime }) => ({
      name: relative(join(root, "test"), name).replace(/\.test\.ts$/, ""),
      seconds: Math.round((endTime - startTime) / 1000),
    }))
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, LONGEST)
    .map(({ name, seconds }) => `${name} ${seconds} s`);
}
