import type { Plugin, RolldownOutput } from "rolldown";

/** Bundles the program of the repository at `root` into the folder `dir`. */
export declare function bundle(
  root: string,
  dir: string,
  version: string,
  plugins?: readonly Plugin[],
): Promise<RolldownOutput["output"]>;
