import type { Shell } from "./shell.ts";

/** Milliseconds for a server to come up, and for an installation from nothing. */
const READY = 110_000;
const INSTALLED = 400_000;

/**
 * Somebody who has never seen the project, and who pastes what it prints, nothing else: after a refusal the line below
 * "to start it:", after a failure the line at its end, and who only presses Enter at a question, until the server is
 * ready.
 * @returns the lines that were pasted.
 */
export async function startByPasting(shell: Shell, first: string): Promise<string[]> {
  const pasted = [first];
  // What is pasted before the shell is there is followed by its first prompt, as if it had been done.
  await shell.see(/\$ $/);
  shell.paste(first);
  for (;;) {
    const [seen] = await shell.see(
      /mlflow-guard: ready |\n\$ $|\[Y\/n\] $/,
      pasted.length === 1 ? READY : INSTALLED,
    );
    if (seen.includes("ready")) return pasted;
    if (seen.includes("[Y/n]")) {
      pasted.push("");
      shell.paste("");
      continue;
    }
    const next = printedCommand(shell.screen());
    if (next === null || pasted.length > 4) throw new Error(`nothing to paste:\n${shell.screen()}`);
    pasted.push(next);
    shell.paste(next);
  }
}

function printedCommand(screen: string): string | null {
  const refused = /\nto start it:\n {2}(\S.*)\n/.exec(screen)?.[1];
  const failed = /\n {2}((?:\S+ )*mlflow-guard .*)\n\$ $/.exec(screen)?.[1];
  return refused ?? failed ?? null;
}

/** The lines that the ready server prints for another terminal. */
export function firstRunLines(screen: string): string[] {
  const [, block = ""] =
    /\n {2}in another terminal, the first run:\n((?: {4}.*\n)+)/.exec(screen) ?? [];
  return block
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
