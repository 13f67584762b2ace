import { EXIT } from "../exit-codes.ts";
import type { MissingMlflow } from "../facts/mlflow/find.ts";
import type { Facts } from "../facts/types.ts";
import { parseArgv } from "../intent/argv/argv.ts";
import { wrongChoice } from "../intent/argv/wrong-choice.ts";
import { findAuditProblem } from "../launch/audit/audit-open.ts";
import type { AuditProblem } from "../launch/audit/audit-problem.ts";
import { absentAddresses } from "../policy/exposure/exposure.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { auditLog } from "../report/endings/failed-starts.ts";
import { reporterOf } from "../report/reporter.ts";
import { renderAllowed, renderRefusal } from "../report/text.ts";
import { decide } from "../server/decide.ts";

const FORMATS = ["text", "json"];

/**
 * Decides and says so, with what a start would fail at besides; exit 0 allowed, 78 refused, 64 wrong usage.
 */
export async function check(
  words: readonly string[],
  envFile: string | undefined,
  ports: Ports,
): Promise<number> {
  const asked = parseArgv(words, ["format"]).extra.format;
  const outcome = await decide(
    { command: "server", words, envFile, extra: ["format"] },
    ports,
    false,
  );
  const program = programName(ports.env);
  if (outcome.kind === "help") {
    ports.out(await (await import("../help/server-help.ts")).serverHelp("check"));
    return EXIT.ok;
  }
  const settings = outcome.kind === "usage" ? outcome.settings : outcome.decided.intent;
  const format = asked ?? settings.logFormat?.value ?? "text";
  const reporter = await reporterOf(settings, ports);
  const problems = outcome.kind === "usage" ? outcome.problems : [];
  if (outcome.kind === "usage" || !FORMATS.includes(format)) {
    const bad = FORMATS.includes(format) ? [] : [wrongChoice("--format", format, FORMATS)];
    reporter.misused([...problems, ...bad], program, "check");
    return EXIT.usage;
  }
  const { decision, facts, intent, search } = outcome.decided;
  const chosen = "found" in search ? search : null;
  const missing = "missing" in search ? search.missing : null;
  if (missing) reporter.failed(...unusable(missing));
  const absent = absentAddresses(facts);
  if (absent.length > 0) reporter.failed(...notHere(absent, facts));
  const audit = findAuditProblem(intent, facts.cwd);
  if (audit) reporter.failed(...notTaken(audit), audit.id);
  if (format === "json")
    ports.out((await import("./check-json.ts")).checkJson(outcome.decided, missing, audit));
  else
    ports.out(
      decision.verdict === "allow"
        ? renderAllowed(decision, program, chosen)
        : renderRefusal(decision, program, chosen, "check"),
    );
  return decision.verdict === "allow" ? EXIT.ok : EXIT.refused;
}

/** What the port is tried for at a start: MLflow could not listen there. */
function notHere(absent: readonly string[], { interfaces }: Facts): [string, string] {
  const are = absent.length === 1 ? "is no address" : "are no addresses";
  const here = [...new Set(interfaces.map(({ address }) => address))].join(", ");
  return [
    `${absent.join(", ")} ${are} of this machine; "server" would end with exit code ${EXIT.notServing}`,
    `the addresses of this machine: ${here || "none"}`,
  ];
}

/** What a start finds out as it opens the file. */
function notTaken(problem: AuditProblem): [string, string] {
  const { what, fix } = auditLog(problem);
  return [`${what}; "server" would end with exit code ${EXIT.notServing}`, fix];
}

/** A start would find no MLflow to launch. */
function unusable({ what, fix }: MissingMlflow): [string, string] {
  return [`${what}; "server" would end with exit code ${EXIT.unavailable}`, fix];
}
