import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

/** The status of one GET, or null where nobody answered within the time (milliseconds). */
export function getStatus(
  url: string,
  timeout: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<number | null> {
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const request = send(
      url,
      // The certificate names the outside; this question goes to an address of the same machine.
      { agent: false, timeout, headers, rejectUnauthorized: false },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? null);
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(null));
    request.end();
  });
}
