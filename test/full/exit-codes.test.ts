import { describeExitCodes } from "../support/endings.ts";
import { DEADLY } from "../support/signals.ts";

describeExitCodes(
  Array.from({ length: 256 }, (_, code) => code),
  DEADLY,
);
