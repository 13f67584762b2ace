import { splitList } from "../../intent/settings.ts";
import { optionRepair } from "../repair/option-repair.ts";
import type { Hit, World } from "../types.ts";
import { describeOrigin } from "./exposure.ts";

/** Entries of a list option that admit more than they name: an error where nobody asks for a login. */
export function wildcardHits(
  { intent, exposed, login }: World,
  option: string,
  admitsForeign: (entry: string) => boolean,
  { admits, note }: { readonly admits: string; readonly note: string },
): Hit[] {
  const setting = intent.options.get(option);
  if (!setting) return [];
  const wild = splitList(String(setting.value)).filter(admitsForeign);
  if (wild.length === 0) return [];
  return [
    {
      severity: exposed && !login.asks ? "error" : "warning",
      what: `${describeOrigin(setting.origin)} holds ${wild.join(", ")}, and so admits ${admits}`,
      origin: setting.origin,
      repairs: [optionRepair(option, setting)],
      notes: [{ kind: "note", text: note }],
    },
  ];
}
