/** Why tests were left out, and how many for each reason, and the tests of which nobody knows why. */
export function leftOut({ testResults = [] }) {
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
