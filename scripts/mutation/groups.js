/** How many mutants that nothing near noticed are judged at once: most of them survive all other tests, too. */
const MOST = 8;

/** @returns the mutants in groups, none with two that share a line: one inside of another would not run */
export function groupsOf(mutants) {
  const groups = [];
  for (const mutant of mutants) {
    const touches = ({ file, line, lastLine }) =>
      file === mutant.file && line <= mutant.lastLine && mutant.line <= lastLine;
    const group = groups.find((one) => one.length < MOST && !one.some(touches));
    if (group) group.push(mutant);
    else groups.push([mutant]);
  }
  return groups;
}
