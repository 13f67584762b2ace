import { EXIT } from "../exit-codes.ts";
import { keepOutOfGit } from "../facts/files/git.ts";
import type { UsageProblem } from "../intent/types.ts";
import type { Ports } from "../ports.ts";
import { programName } from "../program-name.ts";
import { renderFailure, renderUsage } from "../report/text.ts";
import { GENERATED } from "../secrets/generate.ts";
import { ADMIN_USERNAME, KEK_PASSPHRASE } from "../secrets/names.ts";
import { shownSetting } from "../secrets/quoted.ts";
import { changesOf } from "./changes.ts";
import { directoryPlace } from "./directory.ts";
import { envFilePlace } from "./env-file.ts";
import { asFailure } from "./failure.ts";
import { foreseenStart } from "./foreseen-start.ts";
import { nextSteps, type Written } from "./next-steps.ts";

type Made = Omit<Written, "git" | "start">;

export interface InitRequest {
  readonly file: string | undefined;
  readonly directory: string | undefined;
  readonly rotate: readonly string[];
  readonly print: boolean;
  /** A word that is no option. */
  readonly stray: string | undefined;
  /** Options that mean something with `--client` only, as they were typed. */
  readonly ofClient: readonly string[];
}

/**
 * Writes what a login needs and is not there yet; what is there is left alone unless it is rotated by name. With
 * `print` nothing is written: new secrets go to stdout alone, for a pipe into a secret store.
 */
export async function init(request: InitRequest, ports: Ports): Promise<number> {
  const done = writeSecrets(request, ports);
  return typeof done === "number" ? done : report(done, ports);
}

/** Writes them, and says nothing of what comes next. @returns what was made, or the exit code where it is all. */
export function writeSecrets(request: InitRequest, ports: Ports): Made | number {
  const program = programName(ports.env);
  const problems = problemsOf(request);
  if (problems.length > 0) {
    ports.err(renderUsage(problems, program, "init"));
    return EXIT.usage;
  }
  if (request.print) return print(ports);
  const { directory, file = ".env", rotate } = request;
  const place = directory ? directoryPlace(directory, ports) : envFilePlace(file, ports);
  let state = "Nothing was changed";
  try {
    place.sweep();
    const changes = changesOf(place.read(), rotate);
    // Several files are not written at once; the next run adds what is missing.
    if (directory) state = "Run it again once that is fixed";
    if (changes.values.size > 0) place.write(changes.values);
    return { place, changes, rotate, program };
  } catch (error) {
    const { what, fix } = asFailure(place.path, error);
    ports.err(renderFailure(`${what}. ${state}.`, fix));
    return EXIT.cannotWrite;
  }
}

/** Keeps what was written out of git and says what comes next. @returns the exit code. */
async function report(made: Made, ports: Ports): Promise<number> {
  const git = made.place.hidden().flatMap((path) => keepOutOfGit(path) ?? []);
  const start = await foreseenStart(made.place, made.program, ports);
  const steps = nextSteps({ ...made, start, git: git.map(({ said }) => said) });
  if (ports.out(steps)) return git.some(({ failed }) => failed) ? EXIT.cannotWrite : EXIT.ok;
  const written = [...made.changes.values.keys()].join(", ") || "nothing";
  const what = `the next steps could not be written to stdout. To ${made.place.name} was written: ${written}.`;
  ports.err(renderFailure(what, `${made.program} init --help`));
  return EXIT.cannotWrite;
}

function print(ports: Ports): number {
  const { values } = changesOf(new Map(), []);
  if (!ports.secretOut([...values].map(([name, value]) => `${name}=${value}\n`).join(""))) {
    ports.err(
      renderFailure(
        "the secrets could not be written to stdout. Nothing was made.",
        "run it again with a stdout that can be written",
      ),
    );
    return EXIT.cannotWrite;
  }
  ports.err(
    `mlflow-guard: nothing was written; these ${values.size} settings are printed this once.\n  ${KEK_PASSPHRASE} has to stay the same for as long as the server keeps provider keys\n`,
  );
  return EXIT.ok;
}

/** What no form of the command takes. */
export function strayProblem({ stray }: Pick<InitRequest, "stray">): UsageProblem[] {
  if (stray === undefined) return [];
  return [{ what: `${shownSetting(stray)} is no option of init`, fix: "a file is --file NAME" }];
}

/** Without it they would say nothing, and whoever gave them believes that they did. */
function clientProblem({ ofClient }: InitRequest): UsageProblem[] {
  if (ofClient.length === 0) return [];
  return [
    {
      what: `${ofClient.join(", ")} ${ofClient.length === 1 ? "means" : "mean"} something with --client only`,
      fix: `add --client, which writes the credentials of a person; the name of the admin is ${ADMIN_USERNAME}`,
    },
  ];
}

function problemsOf(request: InitRequest): UsageProblem[] {
  const { file, directory, rotate, print: printed } = request;
  const secrets: readonly string[] = GENERATED.filter(({ rotation }) => rotation !== null).map(
    ({ name }) => name,
  );
  const unknown = rotate.filter((name) => !secrets.includes(name));
  const given = [
    ...(file === undefined ? [] : ["--file"]),
    ...(directory === undefined ? [] : ["--directory"]),
    ...(printed ? ["--print"] : []),
  ];
  return [
    ...strayProblem(request),
    ...clientProblem(request),
    ...(unknown.length > 0
      ? [
          {
            what: `--rotate ${unknown.join(", ")} is no secret of a login`,
            fix: `one of ${secrets.join(", ")}`,
          },
        ]
      : []),
    ...(given.length > 1
      ? [{ what: `${given.join(" and ")} are given together`, fix: "keep one of them" }]
      : []),
    ...(printed && rotate.length > 0
      ? [{ what: "--print makes all secrets anew", fix: "leave out --rotate" }]
      : []),
  ];
}
