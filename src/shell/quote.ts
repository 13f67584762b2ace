/**
 * A word as sh, zsh and fish take it literally, in printable ASCII: what is neither goes through printf, so that a value
 * can forge no line of a message and the command still works when pasted. Backslashes and quotes stand outside of
 * quotes, since fish reads `\\` and `\'` inside; zsh looks for a command behind a leading `=`, fish for a process behind
 * a leading `%`.
 */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_@+:,./-][A-Za-z0-9_@%+=:,./-]*$/.test(word)) return word;
  if (/^[\x20-\x7e]*$/.test(word)) {
    const parts = word.split(/([\\'])/).filter((part) => part !== "");
    return parts.map((part) => (/^[\\']$/.test(part) ? `\\${part}` : `'${part}'`)).join("") || "''";
  }
  const bytes = [...new TextEncoder().encode(word)];
  return `"$(printf '${bytes.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("")}')"`;
}
