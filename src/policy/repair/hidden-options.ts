import { findOption } from "../../mlflow/options/options.ts";
import { isShownWhole } from "../../secrets/uri.ts";
import { exportTo, needing, variableWord } from "../../shell/command.ts";
import type { Repair, World } from "../types.ts";

/** An option that was typed with a value that may not be shown, and where a command takes it from. */
export interface HiddenOption {
  readonly name: string;
  readonly variable: string;
  /** Where the person puts the value: the variable itself, unless it says something else already. */
  readonly source: string;
  /** Names a file with another value of the variable. */
  readonly twin: string | null;
}

/** What was typed, stays, and may not be shown. */
export function hiddenOptions({ intent }: World, repair: Repair): HiddenOption[] {
  return typedOptions(intent, repair).flatMap(([name, { value }]) => {
    const { secret, env: variable } = findOption(name) ?? {};
    if (!secret || !variable || isShownWhole(String(value))) return [];
    const { origin, value: other } = intent.environment.get(variable) ?? {};
    const taken = origin?.kind === "env" && other !== "" && other !== value;
    const twin = `${variable}_FILE`;
    return [
      {
        ...{ name, variable },
        source: taken ? variable.replace("MLFLOW_", "") : variable,
        twin: origin?.name === twin ? twin : null,
      },
    ];
  });
}

/** Stops where nobody has put the value there: a store that is empty would be another one. */
export function exportStep({ name, variable, source }: HiddenOption): string {
  const toDo = `first put the URI of --${name} into ${source}`;
  return needing(source, toDo, exportTo(variable, variableWord(source)));
}

/** What was typed and stays. */
export function typedOptions({ options }: World["intent"], { drop = [], set = {} }: Repair) {
  return [...options].filter(
    ([name, { origin }]) => origin.kind === "flag" && !drop.includes(name) && !(name in set),
  );
}
