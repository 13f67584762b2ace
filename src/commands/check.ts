import { EXIT } from "../exit-codes.ts";
import { parseArgv } from "../intent/argv.ts";
import { wrongChoice } from "../intent/nearest.ts";
import type { Ports } from "../ports.ts";
import { renderAllowed, renderRefusal, renderUnusable, renderUsage } from "../report/text.ts";
import { decide, programName } from "./decide.ts";

const FORMATS = ["text", "json"];

/** Decides and says so; exit 0 allowed, 78 refused, 64 wrong usage. */
export async function check(
  words: readonly string[],
  envFile: string | undefined,
  ports: Ports,
): Promise<number> {
  const format = parseArgv(words, ["format"]).extra.format ?? "text";
  const outcome = await decide(
    { command: "server", words, envFile, extra: ["format"] },
    ports,
    false,
  );
  const program = programName(ports.env);
  if (outcome.kind === "help") {
    ports.out(await (await import("../cli/server-help.ts")).serverHelp("check"));
    return EXIT.ok;
  }
  const problems = outcome.kind === "usage" ? outcome.problems : [];
  if (outcome.kind === "usage" || !FORMATS.includes(format)) {
    const bad = FORMATS.includes(format) ? [] : [wrongChoice("--format", format, FORMATS)];
    ports.err(renderUsage([...problems, ...bad], program, "check"));
    return EXIT.usage;
  }
  const { decision, search } = outcome.decided;
  const chosen = "found" in search ? search : null;
  const missing = "missing" in search ? search.missing : null;
  if (missing) ports.err(renderUnusable(missing));
  if (format === "json")
    ports.out((await import("./check-json.ts")).checkJson(outcome.decided, missing));
  else
    ports.out(
      decision.verdict === "allow"
        ? renderAllowed(decision, program, chosen)
        : renderRefusal(decision, program, chosen),
    );
  return decision.verdict === "allow" ? EXIT.ok : EXIT.refused;
}
