/**
 * The names that a pattern of the tables stands for, with a `*` for what may be anything: `^GUNICORN_` is `GUNICORN_*`.
 * @throws for what these patterns do not use, so that a page never shows half of one.
 */
export function namesOf(pattern: RegExp | string): string[] {
  const source = typeof pattern === "string" ? `^(?:${pattern})$` : pattern.source;
  const [, inner, end] = /^\^(.*?)(\$?)$/.exec(source) ?? [];
  if (inner === undefined) throw new Error(`not anchored: ${source}`);
  const { names, rest } = alternatives(inner);
  if (rest !== "") throw new Error(`cannot be read: ${source}`);
  return names.map((name) => (end === "$" ? name : `${name}*`).replace(/\*+/g, "*"));
}

interface Read {
  readonly names: readonly string[];
  readonly rest: string;
}

function alternatives(source: string): Read {
  const first = sequence(source);
  if (!first.rest.startsWith("|")) return first;
  const others = alternatives(first.rest.slice(1));
  return { names: [...first.names, ...others.names], rest: others.rest };
}

function sequence(source: string): Read {
  let names = [""];
  let rest = source;
  while (rest !== "" && !/^[|)]/.test(rest)) {
    const next = atom(rest);
    names = names.flatMap((name) => next.names.map((more) => name + more));
    rest = next.rest;
  }
  return { names, rest };
}

function atom(source: string): Read {
  const [any, literal] = [/^(?:\\w|\[[\w-]+\])[+*]/, /^\w/].map((one) => one.exec(source)?.[0]);
  if (any) return { names: ["*"], rest: source.slice(any.length) };
  // One of a class is never what a name ends with.
  const one = /^\[[\w-]+\](?=\[)/.exec(source)?.[0];
  if (one) return { names: [""], rest: source.slice(one.length) };
  if (literal) return optional([literal], source.slice(1));
  if (!source.startsWith("(?:")) throw new Error(`cannot be read: ${source}`);
  const { names, rest } = alternatives(source.slice(3));
  if (!rest.startsWith(")")) throw new Error(`does not close: ${source}`);
  return optional(names, rest.slice(1));
}

function optional(names: readonly string[], rest: string): Read {
  return rest.startsWith("?") ? { names: ["", ...names], rest: rest.slice(1) } : { names, rest };
}
