import { inspect } from "node:util";

/** A value that no log, error or JSON can show by accident. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain value, for the one place that needs it: the environment of the child or a private file. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** A URI without the password in it, for messages. What cannot be read as a URI is shown up to its scheme only. */
export function withoutPassword(uri: string): string {
  if (!hasPassword(uri)) return uri;
  return uri.replace(/^([^:]*:\/\/)[\s\S]*$/, "$1...");
}

/** Does a database or artifact URI carry a password or a token? */
export function hasPassword(uri: string): boolean {
  const inUserinfo = /^[^:/]+:\/\/[^:/@]*:.*@/s.test(uri);
  const token = /^https?:\/\/[^/@]+@/.test(uri);
  return inUserinfo || token || /[?&][^=&]*(?:pass|token|secret|key|sig)[^=&]*=/i.test(uri);
}
