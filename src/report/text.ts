import type { CatalogueId } from "../catalogue.ts";
import type { ChosenMlflow } from "../facts/mlflow/find.ts";
import type { UsageProblem } from "../intent/types.ts";
import type { Ending } from "../launch/life/ending.ts";
import type { Decision, Finding, Fix, WaivedFinding } from "../policy/types.ts";
import { WARNING_DAYS } from "../policy/waivers.ts";
import { labelled, printable } from "../terminal/wrap.ts";
import { describeEnding } from "./endings/endings.ts";
import { renderClaim } from "./exposure.ts";

/** What a refusal is for: of other servers, which may listen at the very same address, it says nothing. */
const REFUSED = {
  start: "MLflow was not started; no port was opened.",
  check: '"server" would not start MLflow with these settings.',
} as const;

/**
 * A refusal: the state first, then every finding, then the one command that starts it.
 * @param of `check` starts nothing, whatever it says.
 */
export function renderRefusal(
  decision: Decision,
  program: string,
  chosen: ChosenMlflow | null = null,
  of: keyof typeof REFUSED = "start",
): string {
  return [
    `mlflow-guard: REFUSED. ${REFUSED[of]}`,
    ...(chosen ? renderChosen(chosen) : []),
    "",
    ...decision.findings.filter(({ severity }) => severity === "error").flatMap(renderFinding),
    ...renderRest(decision.findings, program),
    ...decision.remedy.flatMap((command) => ["", "to start it:", `  ${printable(command)}`]),
    "",
  ].join("\n");
}

/** One error in full. */
function renderFinding({ id, what, why, fix }: Finding): string[] {
  const counted = fix.filter(({ kind }) => kind === "shell").length > 1;
  return [
    id,
    ...labelled("  what  ", what),
    ...labelled("  why   ", why),
    ...fix.flatMap((one, at) =>
      renderFix(one, at === 0 ? "  fix   " : "        ", counted ? at + 1 : null),
    ),
    "",
  ];
}

/** A command stays on one line, however long: it is there to be pasted. */
function renderFix({ kind, text }: Fix, label: string, number: number | null): string[] {
  if (kind === "shell")
    return [`${label}${number === null ? "" : `${number}  `}${printable(text)}`];
  return labelled(`${label}${number === null ? "" : "-  "}`, text);
}

/** Warnings and remarks, a line each. */
export function renderRest(findings: readonly Finding[], program: string): string[] {
  return findings
    .filter(({ severity }) => severity !== "error")
    .flatMap(({ severity, id, what }) =>
      labelled(`${severity} ${id}: `, `${what} ${pageOf(id, program)}`, 2),
    );
}

/** Where a rule, a violation or a failed start is explained. */
export function pageOf(id: Finding["id"] | CatalogueId, program: string): string {
  return `(${program} rules ${id})`;
}

/** Which MLflow was chosen and why, and which others are there. */
export function renderChosen({ found, passedOver }: ChosenMlflow): string[] {
  const others = passedOver
    .map(({ path, source, reason }) => `${path} (${reason ?? source})`)
    .join(", ");
  const rest = others ? `; passed over: ${others}` : "";
  return labelled("  ", `MLflow ${found.version}: ${found.path} (${found.source})${rest}`, 4);
}

/** What `check` says where nothing stands in the way. */
export function renderAllowed(
  decision: Decision,
  program: string,
  chosen: ChosenMlflow | null = null,
): string {
  const { exposure, login } = decision;
  const level = `${exposure.level}${exposure.claims.length > 0 ? " if the claim is true" : ""}`;
  const asks =
    login.app === null
      ? "no login"
      : `login ${login.app}${login.switchedOn ? " (switched on)" : ""}`;
  return [
    `mlflow-guard: allowed. ${printable(exposure.requested)} port ${exposure.port}: ${level}, ${asks}.`,
    ...(chosen ? renderChosen(chosen) : []),
    ...exposure.claims.flatMap((claim) => labelled("  ", renderClaim(claim))),
    ...decision.waived.flatMap((waived) => renderWaived(waived, decision)),
    ...renderRest(decision.findings, program),
    "",
  ].join("\n");
}

/** The opt-out, loud: what is open, where, to whom, why and until when. */
export function renderWaived(
  { rule, reason, until, daysLeft, finding }: WaivedFinding,
  decision: Decision,
): string[] {
  const { addresses, port } = decision.exposure;
  const soon = daysLeft !== null && daysLeft <= WARNING_DAYS ? `; ${ends(daysLeft)}` : "";
  return [
    `!!! OPEN: ${rule} is waived on the command line`,
    ...labelled(
      "!!! where  ",
      `${addresses.join(", ") || decision.exposure.requested}, port ${port}`,
    ),
    ...labelled("!!! whom   ", "everybody who reaches these addresses"),
    ...labelled("!!! risk   ", finding.why),
    ...labelled("!!! reason ", reason),
    ...labelled("!!! until  ", until === null ? "this start ends" : `${until} (UTC)${soon}`),
  ];
}

function ends(daysLeft: number): string {
  if (daysLeft < 0) return "that is over, and the next start is refused";
  return ["it ends today", "it ends tomorrow"][daysLeft] ?? `it ends in ${daysLeft} days`;
}

/** Everything that is wrong with the command line at once. */
export function renderUsage(
  problems: readonly UsageProblem[],
  program: string,
  command = "server",
): string {
  const started = command === "server" || command === "ui" ? " MLflow was not started." : "";
  return [
    `mlflow-guard: the settings cannot be used.${started}`,
    "",
    ...problems.flatMap(({ what, fix }) => [
      ...labelled("  what  ", what),
      ...labelled("  fix   ", fix),
    ]),
    "",
    `options: ${[program, command, "--help"].filter(Boolean).join(" ")}`,
    "",
  ].join("\n");
}

/** Something that stops nothing, and that a person should know. */
export function renderWarning(what: string): string {
  return `${labelled("mlflow-guard: warning: ", what, 2).join("\n")}\n`;
}

/**
 * One failure outside the decision: what, and how to fix it.
 * @param page where it is explained, if it has a name.
 */
export function renderFailure(what: string, fix: string, page = ""): string {
  return [
    ...labelled("mlflow-guard: ", `${what} ${page}`.trimEnd()),
    ...fix.split("\n").map((line) => `  ${printable(line)}`),
    "",
  ].join("\n");
}

/**
 * A server that did not start, or ended unasked: its last lines first, the reason and how to fix it last.
 * @param upgrade the command that upgrades the database of this start.
 */
export function renderEnding(ending: Ending, upgrade: string, program: string): string {
  const { id, lines } = ending;
  const { what, cause, fix } = describeEnding(ending, upgrade);
  const page = pageOf(id, program);
  return [
    ...(lines.length > 0 ? ["mlflow-guard: the last lines of MLflow:"] : []),
    ...lines.map((line) => `    ${printable(line)}`),
    ...labelled("mlflow-guard: ", cause === null ? `${what} ${page}` : what),
    ...(cause === null ? [] : labelled("  likely cause: ", `${cause} ${page}`, 4)),
    `  ${printable(fix)}`,
    "",
  ].join("\n");
}

/** Why the environment could not be made: one block for the screen. */
export interface InstallProblem {
  readonly what: string;
  /** Lines of commands and remarks; the first is a command. */
  readonly fix: string;
  /** Where the program that failed left its lines, and the last that matter. */
  readonly log?: { readonly file: string; readonly lines: readonly string[] };
}

/** An installation that failed: the lines of pip or uv first, the reason and its fix last. */
export function renderInstallFailure({ what, fix, log }: InstallProblem): string {
  const lines = log ? [`mlflow-guard: the last lines that matter, of ${printable(log.file)}:`] : [];
  return [
    ...lines,
    ...(log?.lines ?? []).map((line) => `    ${printable(line)}`),
    renderFailure(what, fix),
  ].join("\n");
}
