/**
 * The comments above the entries of a table in a source file, by the name of the entry.
 * @throws where an entry has none.
 */
export function commentsIn(
  source: string,
  table: string,
  names: readonly string[],
): ReadonlyMap<string, string> {
  const [, body = ""] = new RegExp(`const ${table} = \\{\n([\\s\\S]*?)\n\\}`).exec(source) ?? [];
  const found = [...body.matchAll(/\/\*\* (.+?) \*\/\n\s*(\w+):/g)];
  const comments = new Map(found.map(([, text = "", name = ""]) => [name, text]));
  const missing = names.filter((name) => !comments.has(name));
  if (missing.length > 0) throw new Error(`${table} says nothing of ${missing.join(", ")}`);
  return comments;
}
