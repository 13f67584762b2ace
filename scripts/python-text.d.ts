import type { Plugin } from "rolldown";

/** Gives the text of a Python file to whoever imports it: in the bundle, and where vitest runs the sources. */
export declare function pythonText(): Plugin;
