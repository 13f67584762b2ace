import type { Ports } from "../ports.ts";

/** One step of an installation, for a person who waits. */
export interface Progress {
  /** Short enough for one line of a terminal together with the time. */
  readonly short: string;
  /** With the paths, for a line of a log. */
  readonly long: string;
}

const SECOND = 1000;

/** At a terminal one line that shows the time and goes away; else a line a step. Returns what ends it. */
export function showProgress({ short, long }: Progress, ports: Ports): () => void {
  if (!ports.stderrIsTerminal || (ports.env.TERM ?? "dumb") === "dumb") {
    ports.err(`mlflow-guard: ${long}\n`);
    return () => {};
  }
  const start = performance.now();
  const draw = () => {
    const seconds = Math.round((performance.now() - start) / SECOND);
    ports.draw(`\r\x1b[Kmlflow-guard: ${short}, ${seconds} s`);
  };
  draw();
  const timer = setInterval(draw, SECOND);
  return () => {
    clearInterval(timer);
    ports.draw("\r\x1b[K");
  };
}
