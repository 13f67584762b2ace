import { describeExitCodes } from "../support/endings.ts";
import { ALL } from "../support/matrix.ts";
import { DEADLY } from "../support/signals.ts";

/** Each starts a server: the typical ones are in `e2e`, every one in the matrix. */
const CODES = Array.from({ length: 256 }, (_, code) => code);

describeExitCodes(
  CODES.filter((code) => ALL || code % 8 === 5),
  DEADLY,
);
