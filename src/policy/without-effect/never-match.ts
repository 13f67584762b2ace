import { splitList } from "../../intent/settings.ts";
import type { Setting } from "../../intent/types.ts";
import { isHostHeader } from "../../net/bind-host.ts";
import { shownSetting } from "../../secrets/quoted.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { mergeRepairs } from "../repair/command.ts";
import { optionRepair } from "../repair/option-repair.ts";
import type { Hit, Repair, World } from "../types.ts";

/** Entries that no Host or Origin header ever equals, as MLflow compares them (`security_utils.py`, `fnmatch`). */
const NEVER_MATCH: Readonly<Record<string, (entry: string) => string | null>> = {
  "allowed-hosts": (entry) => {
    if (entry.includes("/")) return "a Host header has no scheme, path or network mask";
    if (/[\\^$()|+]/.test(entry)) return "MLflow takes * and ?, no regular expression";
    if (/^\.|\s/.test(entry)) return "a host name has no blank and does not begin with a dot";
    return /[A-Z]/.test(entry) ? "clients send host names in small letters" : null;
  },
  "cors-allowed-origins": (entry) => {
    if (/:\/\/[^/]+\//.test(entry)) return "an Origin header has no path and no slash at its end";
    return entry.includes("://") || entry.startsWith("*")
      ? null
      : "an Origin header begins with http:// or https://";
  },
};

/** Host and origin entries that admit nobody. */
export function namesThatNeverMatch({ intent }: World): Hit[] {
  return Object.entries(NEVER_MATCH).flatMap(([option, whyNot]) => {
    const setting = intent.options.get(option);
    if (!setting) return [];
    const first = splitList(String(setting.value)).find((entry) => whyNot(entry) !== null);
    if (first === undefined) return [];
    return [
      {
        severity: "warning" as const,
        what: `${shownSetting(first)} in ${describeOrigin(setting.origin)} matches no request: ${whyNot(first)}`,
        origin: setting.origin,
        repairs: [living(option, setting)],
      },
    ];
  });
}

/** The lists without what matches no request: as it was probably meant where that is plain, else without it. */
export function livingNames({ intent }: World): Repair {
  return mergeRepairs(
    Object.entries(NEVER_MATCH).flatMap(([option, whyNot]) => {
      const setting = intent.options.get(option);
      const dead = setting && splitList(String(setting.value)).some((one) => whyNot(one) !== null);
      return dead ? [living(option, setting)] : [];
    }),
  );
}

function living(option: string, setting: Setting<string | boolean>): Repair {
  const whyNot = NEVER_MATCH[option] ?? (() => null);
  const kept = splitList(String(setting.value)).flatMap((entry) =>
    whyNot(entry) === null ? [entry] : (MEANT[option]?.(entry) ?? []),
  );
  const names = kept.filter((entry) => whyNot(entry) === null);
  if (names.length === 0) return optionRepair(option, setting);
  return { set: { [option]: [...new Set(names)].join(",") } };
}

/** What an entry was meant to be. */
const MEANT: Readonly<Record<string, (entry: string) => string[]>> = {
  "allowed-hosts": (entry) =>
    entry
      .split(/\s+/)
      .map((one) =>
        one
          .replace(/^[a-z]+:\/\//i, "")
          .replace(/\/+$/, "")
          .toLowerCase(),
      )
      .map((one) => one.replace(/^\.(?=\w)/, "*."))
      .filter((one) => isHostHeader(one.replace(/^\*\./, ""))),
  "cors-allowed-origins": (entry) => /^[a-z]+:\/\/[^/]+/i.exec(entry)?.slice(0, 1) ?? [],
};
