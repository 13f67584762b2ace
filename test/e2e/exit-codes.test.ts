import { EXIT } from "../../src/exit-codes.ts";
import { describeExitCodes } from "../support/endings.ts";

/** The launcher's own codes, what shells and signals make of them, and the ends of the range; the rest is in `full`. */
const CODES = [...new Set([...Object.values(EXIT), 2, 77, 126, 127, 128, 129, 137, 143, 254, 255])];
const [HUP, ABRT, KILL, SEGV, TERM, FIRST_REAL_TIME, LAST_REAL_TIME] = [1, 6, 9, 11, 15, 34, 64];

describeExitCodes(CODES, [HUP, ABRT, KILL, SEGV, TERM, FIRST_REAL_TIME, LAST_REAL_TIME]);
