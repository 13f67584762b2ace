import { expect, it } from "vitest";
import { unanswered } from "../../../src/users/server/no-answer.ts";

const BASE = "https://ml.example";

const NO_WAY = [
  "no way leads there from this machine",
  "name an address that is reachable: --url URL",
];
const UNKNOWN_NAME = ["no address is known for its name", "fix the name: --url URL"];
const UNSIGNED = [
  "no authority that is known here has signed its certificate",
  "NODE_EXTRA_CA_CERTS=ca.pem mlflow-guard user ... (the file of your own authority)",
];
const OUT_OF_DATE = ["its certificate is out of date", "renew the certificate of the server"];
const NO_TLS = ["it does not speak TLS", "without TLS it is --url http://ml.example"];
const NO_HTTP = ["it hung up, or speaks no HTTP", "see what listens there"];
const other = (code: string) => [`the connection failed (${code})`, "name the server: --url URL"];

it.each<[string, readonly string[]]>([
  [
    "ECONNREFUSED",
    ["nobody listens there", "start the server: mlflow-guard server; or name it: --url URL"],
  ],
  ["ENOTFOUND", UNKNOWN_NAME],
  ["EAI_AGAIN", UNKNOWN_NAME],
  ["EAI_FAIL", UNKNOWN_NAME],
  [
    "ETIMEDOUT",
    [
      "it did not answer within 10 seconds",
      "is it the right address? --url URL; HTTP_PROXY and the like are not used",
    ],
  ],
  ["EHOSTUNREACH", NO_WAY],
  ["ENETUNREACH", NO_WAY],
  ["EACCES", NO_WAY],
  ["EADDRNOTAVAIL", NO_WAY],
  ["SELF_SIGNED_CERT_IN_CHAIN", UNSIGNED],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", UNSIGNED],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", UNSIGNED],
  ["CERT_HAS_EXPIRED", OUT_OF_DATE],
  ["CERT_NOT_YET_VALID", OUT_OF_DATE],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID",
    ["its certificate is for another name", "use the name in the certificate: --url https://NAME"],
  ],
  ["EPROTO", NO_TLS],
  ["ERR_SSL_WRONG_VERSION_NUMBER", NO_TLS],
  ["ECONNRESET", NO_HTTP],
  ["EPIPE", NO_HTTP],
  ["HPE_INVALID_CONSTANT", NO_HTTP],
  [
    "NOT_VOUCHED",
    [
      "another process answers there than the server that was looked at first, so no password was sent",
      "see what listens there, and run the command again",
    ],
  ],
  ["TOO_LARGE", ["its answer is larger than 8 MiB", "is it MLflow? --url URL"]],
  ["EMFILE", other("EMFILE")],
  ["unknown", other("unknown")],
  // No other code that only looks like one.
  ["XECONNREFUSED", other("XECONNREFUSED")],
  ["ETIMEDOUT2", other("ETIMEDOUT2")],
])("a server that cannot be asked, for %s", (code, [why, fix]) => {
  const { what, fix: said } = unanswered(BASE, code, false);
  expect([what, said]).toEqual([`${BASE} cannot be asked: ${why}`, fix]);
  expect(unanswered(BASE, code, true).what).toBe(
    `${BASE} cannot be asked: ${why}. Whether it made the change is not known`,
  );
});

it("names the URL with the other scheme, where it was asked by http", () => {
  expect(unanswered("http://10.0.0.1:5000/ml", "ECONNRESET", false).fix).toBe(
    "with TLS it is --url https://10.0.0.1:5000/ml",
  );
});
