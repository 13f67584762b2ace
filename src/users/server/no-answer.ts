import { shownUrl } from "../../secrets/uri.ts";
import { NotDone } from "../not-done.ts";
import { NOT_VOUCHED, PATIENCE } from "./exchange.ts";

interface Explanation {
  readonly codes: RegExp;
  readonly what: string;
  /** Of the URL that was asked. */
  readonly fix: string | ((base: string) => string);
}

const CERTIFICATE =
  "NODE_EXTRA_CA_CERTS=ca.pem mlflow-guard user ... (the file of your own authority)";

const UNSIGNED = /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+)$/;
const ANOTHER_NAME = /^ERR_TLS_CERT_ALTNAME_INVALID$/;

/**
 * What no answer means.
 * @see https://nodejs.org/api/errors.html#common-system-errors
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const EXPLANATIONS: readonly Explanation[] = [
  {
    codes: /^ECONNREFUSED$/,
    what: "nobody listens there",
    fix: "start the server: mlflow-guard server; or name it: --url URL",
  },
  {
    codes: /^(?:ENOTFOUND|EAI_\w+)$/,
    what: "no address is known for its name",
    fix: "fix the name: --url URL",
  },
  {
    codes: /^ETIMEDOUT$/,
    what: "it did not answer within SECONDS seconds",
    fix: "is it the right address? --url URL; HTTP_PROXY and the like are not used",
  },
  {
    codes: /^(?:EHOSTUNREACH|ENETUNREACH|EACCES|EADDRNOTAVAIL)$/,
    what: "no way leads there from this machine",
    fix: "name an address that is reachable: --url URL",
  },
  {
    codes: UNSIGNED,
    what: "no authority that is known here has signed its certificate",
    fix: CERTIFICATE,
  },
  {
    codes: /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/,
    what: "its certificate is out of date",
    fix: "renew the certificate of the server",
  },
  {
    codes: ANOTHER_NAME,
    what: "its certificate is for another name",
    fix: "use the name in the certificate: --url https://NAME",
  },
  {
    codes: /^(?:EPROTO|ERR_SSL_\w+)$/,
    what: "it does not speak TLS",
    fix: (base) => `without TLS it is --url ${shownUrl(base.replace(/^https:/, "http:"))}`,
  },
  {
    codes: /^(?:ECONNRESET|EPIPE|HPE_\w+)$/,
    what: "it hung up, or speaks no HTTP",
    fix: (base) =>
      base.startsWith("https:")
        ? "see what listens there"
        : `with TLS it is --url ${shownUrl(base.replace(/^http:/, "https:"))}`,
  },
  {
    codes: new RegExp(`^${NOT_VOUCHED}$`),
    what: "another process answers there than the server that was looked at first, so no password was sent",
    fix: "see what listens there, and run the command again",
  },
  {
    codes: /^TOO_LARGE$/,
    what: "its answer is larger than 8 MiB",
    fix: "is it MLflow? --url URL",
  },
];

/** Is it about the certificate of the server, and about more than its age? */
export function isCertificateCode(code: string): boolean {
  return [UNSIGNED, ANOTHER_NAME].some((codes) => codes.test(code));
}

/**
 * The server could not be asked.
 * @param change something should have been changed, and perhaps was.
 */
export function unanswered(base: string, code: string, change: boolean): NotDone {
  const known = silenceIn(base, code, PATIENCE / 1000);
  const unsure = change ? ". Whether it made the change is not known" : "";
  return new NotDone(`${base} cannot be asked: ${known.what}${unsure}`, known.fix);
}

/**
 * Why no answer came, and what helps.
 * @param seconds how long it was waited for.
 */
export function silenceIn(base: string, code: string, seconds: number) {
  const known = EXPLANATIONS.find(({ codes }) => codes.test(code));
  if (!known) return { what: `the connection failed (${code})`, fix: "name the server: --url URL" };
  const { what, fix } = known;
  return {
    what: what.replace("SECONDS", String(seconds)),
    fix: typeof fix === "string" ? fix : fix(base),
  };
}
