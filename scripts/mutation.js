// Changes the code in every place, one change at a time, and shows which changes no test notices.
// `npm run test:mutation`, or `npm run test:mutation -- effects src/watch/sockets/violations.ts` for a part or some files of it.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { cage } from "./cage.js";
import { cold } from "./mutation/cold.js";
import { PARTS } from "./mutation/parts.js";
import { score, table } from "./mutation/score.js";
import { warm } from "./mutation/warm.js";
import { prepare, root } from "./prepare.js";

const prepared = prepare();
if (prepared) process.exit(prepared);
// A package that is only there now.
const { sandbox } = await import("./mutation/sandbox.js");
const WORKERS = Math.min(availableParallelism(), 8);
const [asked, ...only] = process.argv.slice(2);
const names = asked ? [asked] : Object.keys(PARTS);
let short = 0;
for (const name of names) {
  const part = PARTS[name];
  if (!part) throw new Error(`no such part: ${name}; there are ${Object.keys(PARTS).join(", ")}`);
  const started = Date.now();
  const isMutated = (file) =>
    part.mutate.test(file) && (only.length === 0 || only.some((start) => file.startsWith(start)));
  const { folder, mutants } = await sandbox(isMutated);
  process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }));
  const place = { folder, part: name, cage: part.caged ? cage() : [] };
  const warmed = await warm(place, mutants, WORKERS);
  const { results } = warmed;
  await cold(place, mutants, warmed, WORKERS);
  mkdirSync(join(root, "reports"), { recursive: true });
  const found = mutants.map((mutant) => {
    const { status, by, test } = results.get(mutant.id);
    return { ...mutant, status, by, test };
  });
  writeFileSync(join(root, `reports/mutation-${name}.json`), JSON.stringify(found, null, 1));
  console.log(table(found));
  const reached = score(found);
  if (reached < part.least) short++;
  const minutes = Math.round((Date.now() - started) / 60_000);
  console.log(`${name}: ${reached.toFixed(2)} of at least ${part.least}, ${minutes} minutes`);
}
console.log(`${names.length - short} passed, ${short} failed`);
process.exitCode = short === 0 ? 0 : 1;
