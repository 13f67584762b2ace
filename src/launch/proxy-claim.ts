import { shownUrl } from "../secrets/uri.ts";
import { getStatus } from "../watch/login/ask.ts";

const PATIENCE = 5000;

/**
 * Asks the proxy that is said to ask for the login, once and without credentials.
 * @returns what is odd about its answer; null where it asks (401, 403) or sends people to a login.
 */
export async function askProxy(claimed: string): Promise<string | null> {
  const url = shownUrl(claimed);
  const status = await getStatus(withoutUserinfo(claimed), PATIENCE);
  if (status === null)
    return `the proxy at ${url} did not answer; whether it asks for a login is not known`;
  const asks = status === 401 || status === 403 || (status >= 300 && status < 400);
  return asks
    ? null
    : `the proxy at ${url} answered ${status} to a request without a password: it does not ask`;
}

/** It would be sent as credentials. */
function withoutUserinfo(text: string): string {
  const url = new URL(text);
  url.username = "";
  url.password = "";
  return url.href;
}
