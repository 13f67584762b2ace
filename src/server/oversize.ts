import { readKernelLimits } from "../facts/machine/kernel-limits.ts";
import type { Facts } from "../facts/types.ts";
import { settingName } from "../intent/origin-name.ts";
import { isGiven } from "../intent/settings.ts";
import type { Origin, ServerIntent, UsageProblem } from "../intent/types.ts";
import { MLFLOW_OPTIONS } from "../mlflow/options/options.ts";
import { findOversize, type Oversize } from "../plan/sizes.ts";
import type { Decision } from "../policy/types.ts";
import { draftPlan } from "./draft-plan.ts";

const HANDED_ON = new Set(MLFLOW_OPTIONS.flatMap(({ env }) => env ?? []));

/** Lists that the launcher makes longer, and the option that is to be made shorter. */
const LISTS = ["--allowed-hosts", "--cors-allowed-origins"];

/** What no kernel would take: said before anything is started, since a spawn that fails names nothing. */
export function oversizeProblems(
  intent: ServerIntent,
  facts: Facts,
  decision: Decision,
): UsageProblem[] {
  const plan = draftPlan(intent, facts, decision);
  const limits = readKernelLimits();
  const found = plan && limits && findOversize(plan, HANDED_ON, limits);
  return found ? [describe(found, intent)] : [];
}

function describe({ name, kind, bytes, limit }: Oversize, intent: ServerIntent): UsageProblem {
  const called = settingName(originOf(name, intent));
  const list = LISTS.includes(name);
  const fix = list
    ? "name fewer hosts: *.example.com stands for every name below it"
    : `make ${called} shorter, or take it out`;
  const most = limit.toLocaleString("en");
  const what =
    kind === "each"
      ? `${called} comes to ${bytes.toLocaleString("en")} bytes on its way to MLflow, and Linux hands a program no variable and no word of more than ${most}`
      : `all variables and options come to ${bytes.toLocaleString("en")} bytes on their way to MLflow, and Linux hands a program no more than ${most} (a quarter of ulimit -s); the biggest is ${called}`;
  return { what, fix };
}

/** Who said it; an origin of its own where only the launcher did. */
function originOf(name: string, { options, environment, allowedHosts }: ServerIntent): Origin {
  const option = name.startsWith("--")
    ? name.slice(2)
    : MLFLOW_OPTIONS.find(({ env }) => env === name)?.name;
  const setting = (option && options.get(option)) || environment.get(name);
  const listed = LISTS.includes(name) && isGiven(allowedHosts) ? allowedHosts : undefined;
  return (setting || listed)?.origin ?? { kind: "default", name };
}
