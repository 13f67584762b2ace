import { it } from "vitest";
import { shared } from "../support/guard.ts";
import { standInMlflow } from "../support/stand-in.ts";
import { expectFlood } from "../support/writer.ts";

const mlflow = shared(() => standInMlflow(undefined, "writer"));

const LINES = 1_000_000;
const SECONDS = 60;

it("100 MB in a minute arrive, with a reader that stops for ten seconds", {
  timeout: 240_000,
}, async () => {
  await expectFlood(mlflow(), LINES, SECONDS, 10);
});
