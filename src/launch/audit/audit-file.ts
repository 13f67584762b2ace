import { type BigIntStats, closeSync, fstatSync, statSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { pino } from "pino";
import type { ServerIntent } from "../../intent/types.ts";
import type { Access } from "../../mlflow/access-line.ts";
import { AuditFileError, openOwn } from "./audit-open.ts";

/** Milliseconds between warnings about lost lines. */
const REMIND = 60_000;
/** Milliseconds between looks at the name. A rotation may need some from the rename to its signal: two looks must agree. */
const LOOK = 5000;
const SURE = 2;

/**
 * A file of JSON lines, one for each audited request. It is opened for appending, so a rotation may copy and truncate
 * it; after one that renames it, it is opened again. What cannot be written is counted and said, and nothing waits. Nor is
 * it silent where the name leads to another file, or none: what is written then is found by nobody.
 */
export class AuditFile {
  readonly #path: string;
  readonly #warn: (what: string) => void;
  readonly #logger: ReturnType<typeof pino>;
  #fd: number;
  #lost = 0;
  #warned = Number.NEGATIVE_INFINITY;
  #torn = false;
  readonly #timer: NodeJS.Timeout;
  /** Looks in a row at a name that leads elsewhere. */
  #elsewhere = 0;

  /** @throws AuditFileError where it cannot be opened, or is no file. */
  constructor(path: string, warn: (what: string) => void) {
    this.#path = path;
    this.#warn = warn;
    this.#fd = openOwn(path);
    this.#timer = setInterval(() => this.#look(), LOOK).unref();
    const format = {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level: string) => ({ level }) },
    };
    this.#logger = pino(format, { write: (line) => this.#append(line) });
  }

  record(access: Access): void {
    this.#logger.info({ event: "access", ...access });
  }

  /** After a rotation by rename: the same name, a new file. The old one goes on where that fails. */
  reopen(): void {
    try {
      const fd = openOwn(this.#path);
      this.#end();
      this.#fd = fd;
      this.#torn = false;
      this.#elsewhere = 0;
    } catch (error) {
      this.#warn(`${(error as Error).message}; the audit log goes on in the file it had`);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#look(true);
    if (this.#lost > 0) this.#tell();
    this.#end();
  }

  /** A file system may tell only now that lines did not arrive (close(2)). */
  #end(): void {
    try {
      closeSync(this.#fd);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.#warn(
        `AUDIT LINES LOST: ${this.#path} could not be closed (${code}); the last lines may be lost`,
      );
    }
  }

  /** @param last says at once what else the next look would confirm. */
  #look(last = false): void {
    const there = identityOf(() => statSync(this.#path, { bigint: true }));
    const same = there === identityOf(() => fstatSync(this.#fd, { bigint: true }));
    this.#elsewhere = same ? 0 : this.#elsewhere + 1;
    const told = this.#elsewhere > SURE;
    if (same || told || (this.#elsewhere < SURE && !last)) return;
    const what = there === null ? "is gone" : "is another file now";
    this.#warn(
      `AUDIT LOG REPLACED: ${this.#path} ${what}, and audit lines go to the one that was opened, which no longer has this name; after a rotation send SIGUSR1, else find out who did that`,
    );
  }

  #append(line: string): void {
    // Half a line of before must not spoil this one.
    const bytes = Buffer.from(this.#torn ? `\n${line}` : line);
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#fd, bytes, written);
      this.#torn = false;
      if (this.#lost > 0) this.#tell();
    } catch (error) {
      this.#torn ||= written > 0;
      this.#lose((error as NodeJS.ErrnoException).code ?? "unknown");
    }
  }

  #lose(code: string): void {
    this.#lost += 1;
    if (performance.now() - this.#warned > REMIND) this.#tell(code);
  }

  #tell(code?: string): void {
    const reason = code ? ` (${code})` : "";
    const state = code ? "cannot" : "could not";
    const lines = this.#lost === 1 ? "1 line" : `${this.#lost} lines`;
    this.#warned = performance.now();
    this.#lost = 0;
    this.#warn(`AUDIT LINES LOST: ${this.#path} ${state} be written${reason}; ${lines} lost`);
  }
}

function identityOf(look: () => BigIntStats): string | null {
  try {
    const { dev, ino } = look();
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}

/** The audit log that was asked for, as seen from this folder; null without one. */
export function openAudit(
  { auditLog }: ServerIntent,
  cwd: string,
  warn: (what: string) => void,
): AuditFile | AuditFileError | null {
  if (auditLog === null) return null;
  try {
    return new AuditFile(resolve(cwd, auditLog.value), warn);
  } catch (error) {
    if (error instanceof AuditFileError) return error;
    throw error;
  }
}
