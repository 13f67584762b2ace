/**
 * A host and its port, or a host with a dot in it, as the URL that was meant; null for every other text, which may be a
 * password, or end in one.
 */
export function withScheme(text: string): string | null {
  const plain = /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?$/i.test(
    text,
  );
  return plain && URL.canParse(`http://${text}`) ? `http://${text}` : null;
}

/** Reads the URL of a server; else what is wrong with it, in words that repeat nothing of it: it may hold a secret. */
export function readServerUrl(text: string): { readonly url: URL } | { readonly wrong: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return { wrong: "is no http:// or https:// URL" };
  // HTTP clients make a login of it.
  if (url.username !== "" || url.password !== "")
    return { wrong: "holds a user name or a password, which belongs in no URL" };
  return url.search !== "" || url.hash !== "" ? { wrong: "has a ? or # in it" } : { url };
}
