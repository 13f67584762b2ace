const NOTICED = new Set(["killed", "timeout"]);

/** @returns how many of a hundred mutants a test noticed; those that no test passes count as not noticed */
export function score(found) {
  if (found.length === 0) return 100;
  return (100 * found.filter(({ status }) => NOTICED.has(status)).length) / found.length;
}

/** @returns counts and score of each file, then each mutant that nothing noticed */
export function table(found) {
  const files = [...new Set(found.map(({ file }) => file))].sort();
  const rows = files.map((file) => {
    const here = found.filter((mutant) => mutant.file === file);
    const count = (status) => here.filter((mutant) => mutant.status === status).length;
    const figures = ["killed", "timeout", "survived", "uncovered"].map((status) =>
      String(count(status)).padStart(9),
    );
    return `${score(here).toFixed(1).padStart(6)}${figures.join("")}  ${file}`;
  });
  const missed = found
    .filter(({ status }) => !NOTICED.has(status))
    .map(
      ({ file, line, column, original, replacement, status }) =>
        `${status === "uncovered" ? "no test: " : ""}${file}:${line}:${column} ${short(original)} -> ${short(replacement)}`,
    );
  return [" score   killed  timeout survived  no test", ...rows, "", ...missed].join("\n");
}

const short = (code) => code.replace(/\s+/g, " ").slice(0, 90);
