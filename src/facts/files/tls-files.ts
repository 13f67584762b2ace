import { resolve } from "node:path";
import { settingName } from "../../intent/origin-name.ts";
import type { Origin, ServerIntent, UsageProblem } from "../../intent/types.ts";
import { readRegularFile } from "../../secrets/regular-file.ts";
import { shownPath } from "../../secrets/uri.ts";

const LARGEST_KIB = 1024;

/** RFC 7468, which is what OpenSSL loads for uvicorn and gunicorn; older names of both (pem(7)) count. */
const PEM = "-----BEGIN ";
const CERTIFICATE = /^-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/m;
const KEY = /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/m;
/** OpenSSL would ask for the passphrase at the terminal, and no option for it is handed on. */
const ENCRYPTED = /^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

/**
 * What is wrong with the certificate and the key: MLflow's server opens them late, and would hang at a pipe or end in a
 * traceback.
 */
export async function tlsFileProblems(intent: ServerIntent, cwd: string): Promise<UsageProblem[]> {
  const files = tlsFiles(intent).map((file) => readTlsFile(file, cwd));
  const problems = files.flatMap(({ file, problem }) => (problem ? [said(file, problem)] : []));
  const cert = files.find(({ file }) => file.part === "cert");
  const key = files.find(({ file }) => file.part === "key") ?? cert;
  if (problems.length > 0 || !cert?.bytes || !key?.bytes) return problems;
  // Without a file of its own the key is looked for behind the certificate.
  const missing = key === cert ? contentProblem(cert.bytes, "key") : null;
  if (missing !== null) return [said(cert.file, missing)];
  // Most servers have no certificate, and a refusal need not wait for the library of all of them.
  const { pairProblem } = await import("./tls-pair.ts");
  const odd = pairProblem(cert.bytes, key.bytes);
  return odd === null ? [] : [said((odd.part === "cert" ? cert : key).file, odd.problem)];
}

/** The file of the server's certificate; null if it has none. */
export function certificateFile(intent: ServerIntent, cwd: string): string | null {
  const found = tlsFiles(intent).find(({ part }) => part === "cert");
  return found ? resolve(cwd, found.value) : null;
}

interface TlsFile {
  readonly value: string;
  readonly origin: Origin;
  readonly part: Part;
}

/** Also what is given to uvicorn or gunicorn itself. */
export function tlsFiles({
  tlsCert,
  tlsKey,
  uvicornOpts,
  gunicornOpts,
  server,
}: ServerIntent): TlsFile[] {
  const own = [
    ...(tlsCert ? [{ ...tlsCert, part: "cert" as const }] : []),
    ...(tlsKey ? [{ ...tlsKey, part: "key" as const }] : []),
  ];
  const origin = (uvicornOpts ?? gunicornOpts)?.origin;
  const passed = server.admitted.flatMap(({ name, value }) => {
    const part = /^--(?:ssl-)?(key|cert)file$/.exec(name)?.[1] as Part | undefined;
    return part && value && origin
      ? [{ value, origin: { ...origin, name: `${origin.name} ${name}` }, part }]
      : [];
  });
  return [...own, ...passed];
}

type Part = "cert" | "key";

interface ReadFile {
  readonly file: TlsFile;
  readonly bytes: Buffer | null;
  readonly problem: string | null;
}

function readTlsFile(file: TlsFile, cwd: string): ReadFile {
  const read = readRegularFile(resolve(cwd, file.value), LARGEST_KIB);
  return "problem" in read
    ? { file, bytes: null, problem: read.problem }
    : { file, bytes: read.bytes, problem: contentProblem(read.bytes, file.part) };
}

function said({ origin, value }: TlsFile, problem: string): UsageProblem {
  const what = `${settingName(origin)}: ${shownPath(value)} ${problem}`;
  return { what, fix: "name a certificate and its key, each a file in PEM form" };
}

/** A file may hold both. */
function contentProblem(bytes: Buffer, part: Part): string | null {
  const text = bytes.toString("latin1");
  if (!text.includes(PEM)) return "holds nothing in PEM form";
  if (part === "cert") return CERTIFICATE.test(text) ? null : "holds no certificate";
  if (ENCRYPTED.test(text)) return "holds a key with a passphrase, which nobody could type";
  return KEY.test(text) ? null : "holds no private key";
}
