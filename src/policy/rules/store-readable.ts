import type { OpenStore } from "../../facts/types.ts";
import { BASIC_AUTH } from "../login.ts";
import type { Rule } from "../types.ts";

export const storeReadable: Rule = {
  id: "store-readable",
  title: "Every account of this machine can read MLflow's database",
  why: "who opens the file needs no login: runs, models and password hashes are in it, and who may write it changes them",
  check: ({ facts, login }) => {
    const open = facts.openStores.filter(({ accounts }) => !accounts || login.app === BASIC_AUTH);
    const [first] = open;
    if (!first) return [];
    return [
      {
        severity: "warning",
        what: open.map(describe).join("; "),
        origin: { kind: "file", name: "mode", file: first.file },
        repairs: [{ closeToOthers: open.map(({ file }) => file) }],
      },
    ];
  },
};

function describe({ file, mode, written }: OpenStore): string {
  const bits = mode.toString(8).padStart(3, "0");
  return `${file} (mode ${bits}) can be ${written ? "written" : "read"} by every account of this machine`;
}
