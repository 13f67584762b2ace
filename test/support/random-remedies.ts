import fc from "fast-check";
import { withManagedMlflow } from "../../src/policy/evaluate.ts";
import { specs } from "./intents.ts";
import { Machine, type Spec } from "./machine.ts";
import { pasteInto } from "./paste-shell.ts";

/** What was seen, for the last line of a run. */
export interface Figures {
  intents: number;
  refusals: number;
  /** Refusals with a command "to start it". */
  withRemedy: number;
  /** Refusals with any command. */
  withCommand: number;
  commands: number;
}

const ROOT = "@ROOT@";

/** Every command that is printed for a machine, pasted into the same one anew: those that do not lead to a start, and why. */
export async function secondRefusals(
  numRuns: number,
  seed: number,
): Promise<{ figures: Figures; refused: string[] }> {
  const figures = { intents: 0, refusals: 0, withRemedy: 0, withCommand: 0, commands: 0 };
  const refused: string[] = [];
  for (const spec of fc.sample(specs, { seed, numRuns })) {
    for (const command of await commandsOf(spec, figures)) {
      figures.commands += 1;
      const got = await outcomeOf(spec, command);
      if (got !== "allow") refused.push(`${JSON.stringify(spec)}\n  ${command}\n  ${got}`);
    }
  }
  return { figures, refused };
}

async function commandsOf(spec: Spec, figures: Figures): Promise<readonly string[]> {
  using machine = new Machine(spec);
  const outcome = await machine.decide(spec.words);
  figures.intents += 1;
  if (outcome.kind !== "decided") return [];
  const { decision, search, intent, facts } = outcome.decided;
  const movable = (text: string) => text.replaceAll(machine.root, ROOT);
  // What a Python 3.10 would import from the working directory is known only once MLflow is installed.
  const unknown = "missing" in search && spec.python === "3.10" && "yaml.py" in spec.files;
  if (decision.verdict === "allow") {
    const installs = "missing" in search && search.missing.fix === "mlflow-guard install-mlflow";
    return installs && !unknown ? [movable(withManagedMlflow(intent, facts))] : [];
  }
  const fixes = decision.findings.flatMap(({ fix }) =>
    fix.filter(({ kind }) => kind === "shell").map(({ text }) => text),
  );
  figures.refusals += 1;
  figures.withRemedy += decision.remedy.length;
  figures.withCommand += decision.remedy.length + fixes.length > 0 ? 1 : 0;
  return unknown ? [] : [...new Set([...decision.remedy, ...fixes].map(movable))];
}

async function outcomeOf(spec: Spec, command: string): Promise<string> {
  using machine = new Machine(spec);
  try {
    const outcome = await pasteInto(machine, command.replaceAll(ROOT, machine.root));
    if (outcome.kind === "help") return "help";
    if (outcome.kind === "usage") return outcome.problems.map(({ what }) => what).join("; ");
    const { decision, search } = outcome.decided;
    if ("missing" in search) return search.missing.what;
    const errors = decision.findings.filter(({ severity }) => severity === "error");
    return errors.map(({ id, what }) => `${id}: ${what}`).join("; ") || decision.verdict;
  } catch (error) {
    return String(error);
  }
}
