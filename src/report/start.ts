import type { ChosenMlflow } from "../facts/mlflow/find.ts";
import { urlHost } from "../net/address-class.ts";
import type { LaunchPlan } from "../plan/types.ts";
import { BASIC_AUTH } from "../policy/login/login.ts";
import type { Decision } from "../policy/types.ts";
import { exportTo } from "../shell/command.ts";
import { shellQuote } from "../shell/quote.ts";
import { labelled, printable } from "../terminal/wrap.ts";
import type { Shown } from "../watch/types.ts";
import { colleagueLines, passwordLines } from "./admin-password.ts";
import { renderClaim } from "./exposure.ts";
import type { StartFacts } from "./start-facts.ts";
import { renderChosen, renderRest, renderWaived } from "./text.ts";

/** The one calm line before MLflow's own output, which MLflow that is, and what was made ineffective. */
export function renderStart(decision: Decision, plan: LaunchPlan, chosen: ChosenMlflow): string {
  return [
    `mlflow-guard: ${printable(state(decision, plan))}`,
    ...renderChosen(chosen),
    ...labelled("  ", dataLine(plan), 4),
    ...plan.notes.flatMap((note) => labelled("  ", note)),
    "",
  ].join("\n");
}

function dataLine({ data: { store, artifacts } }: LaunchPlan): string {
  return store === null
    ? `artifacts in ${artifacts}`
    : `data in ${store}; artifacts in ${artifacts}`;
}

function state({ exposure, login, waived }: Decision, plan: LaunchPlan): string {
  if (waived.length > 0 && !login.asks)
    return `OPEN on purpose. ${plan.url} asks nobody for a password.`;
  const asks = login.app === null ? "no login is needed" : `the login ${login.app} is on`;
  if (exposure.level !== "loopback") {
    return `${exposure.level}. ${plan.url} is reachable from other machines; ${asks}.`;
  }
  const claims = exposure.claims.map(renderClaim).join("; ");
  return claims === ""
    ? `private. ${plan.url} is reachable from this machine only; ${asks}.`
    : `as you claim. ${plan.url}: ${asks}; ${claims}.`;
}

/** The ready line, what a client pastes, then warnings, then the opt-out: the most important is read last. */
export function renderReady(
  decision: Decision,
  plan: LaunchPlan,
  facts: StartFacts,
  seconds: number,
): string {
  const { mlflow } = facts;
  return [
    `mlflow-guard: ready ${plan.url} after ${seconds.toFixed(1)} s (MLflow ${mlflow.version}, ${printable(mlflow.path)}; Ctrl-C stops it)`,
    ...checkedLines(decision, plan, facts.shown).flatMap((line) => labelled("  checked: ", line)),
    ...[...clientLines(decision, plan, facts), ...colleagueLines(decision, facts)].map(
      (line) => `  ${printable(line)}`,
    ),
    ...renderRest(decision.findings, facts.program),
    ...decision.exposure.claims.flatMap((claim) => labelled("mlflow-guard: ", renderClaim(claim))),
    ...decision.waived.flatMap((waived) => renderWaived(waived, decision)),
    "",
  ].join("\n");
}

/** What was looked at and asked; a private server without a login has nothing to say about it. */
function checkedLines(
  { login }: Decision,
  { listeners, expected }: LaunchPlan,
  { sockets, questions, workers }: Shown,
): string[] {
  const where = listeners.map(({ address, port }) => `${urlHost(address)}:${port}`).join(", ");
  const seen = sockets
    ? `only ${where} is open`
    : "could not look at the sockets, this system does not show them";
  if (!login.asks || expected.login === null) return sockets ? [] : [seen];
  const each = sockets ? `, ${workers.asked} of ${workers.of} workers among them` : "";
  return [`${seen}; strangers are asked for the login (${questions} questions${each})`];
}

/** @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/environment_variables.py */
const CERTIFICATE = "MLFLOW_TRACKING_SERVER_CERT_PATH";

function clientLines({ login }: Decision, plan: LaunchPlan, facts: StartFacts): string[] {
  if (plan.data.store === null) return artifactLines(plan);
  const server = [
    exportTo("MLFLOW_TRACKING_URI", shellQuote(plan.url)),
    ...(facts.trusted ? [exportTo(CERTIFICATE, shellQuote(facts.trusted))] : []),
  ];
  if (login.plugin) {
    const { href } = new URL(login.plugin.plugin.tokens, plan.url);
    return [...server, `# clients log in with your name and an access token: make one at ${href}`];
  }
  if (login.app !== BASIC_AUTH) return server;
  return [
    "in another terminal, the first run:",
    ...server.map((line) => `  ${line}`),
    `  ${exportTo("MLFLOW_TRACKING_USERNAME", shellQuote(facts.adminUsername))}`,
    ...passwordLines(facts).map((line) => `  ${line}`),
    `  ${shellQuote(facts.mlflow.python)} -c 'import mlflow; mlflow.log_metric("hello", 1)'`,
  ];
}

/**
 * Nothing can be logged to a server of artifacts only.
 * @see https://github.com/mlflow/mlflow/blob/v3.17.2/mlflow/store/artifact/http_artifact_repo.py
 */
function artifactLines({ url }: LaunchPlan): string[] {
  const root = `${url}/api/2.0/mlflow-artifacts/artifacts`;
  return [
    "it keeps artifacts only, and no runs: clients log to another MLflow server, which takes this one with",
    `  --default-artifact-root ${shellQuote(root)}`,
  ];
}
