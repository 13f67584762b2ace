/** Reads the URL of a server; else what is wrong with it, in words that repeat nothing of it: it may hold a secret. */
export function readServerUrl(text: string): { readonly url: URL } | { readonly wrong: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return { wrong: "is no http:// or https:// URL" };
  // HTTP clients make a login of it.
  if (url.username !== "" || url.password !== "")
    return { wrong: "holds a user name or a password, which belongs in no URL" };
  return url.search !== "" || url.hash !== "" ? { wrong: "has a ? or # in it" } : { url };
}
