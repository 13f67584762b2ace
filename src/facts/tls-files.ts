import { resolve } from "node:path";
import { settingName } from "../intent/origin-name.ts";
import type { Origin, ServerIntent, UsageProblem } from "../intent/types.ts";
import { readRegularFile } from "../secrets/regular-file.ts";

const LARGEST_KIB = 1024;

/** RFC 7468, which is what OpenSSL loads for uvicorn and gunicorn. */
const PEM = "-----BEGIN ";

/**
 * What is wrong with the certificate and the key: MLflow's server opens them late, and would hang at a pipe or end in a
 * traceback.
 */
export function tlsFileProblems(
  { guard, options, server }: ServerIntent,
  cwd: string,
): UsageProblem[] {
  const own = ["guard-tls-cert", "guard-tls-key"].flatMap((name) => guard.get(name)?.[0] ?? []);
  const origin = (options.get("uvicorn-opts") ?? options.get("gunicorn-opts"))?.origin;
  const passed = server.admitted.flatMap(({ name, value }) =>
    /^--(?:ssl-)?(?:key|cert)file$/.test(name) && value && origin
      ? [{ value, origin: { ...origin, name: `${origin.name} ${name}` } }]
      : [],
  );
  return [...own, ...passed].flatMap((setting) => problemOf(setting, cwd));
}

function problemOf(
  { value, origin }: { readonly value: string; readonly origin: Origin },
  cwd: string,
): UsageProblem[] {
  const read = readRegularFile(resolve(cwd, value), LARGEST_KIB);
  const problem =
    "problem" in read
      ? read.problem
      : read.bytes.includes(PEM)
        ? null
        : "holds nothing in PEM form";
  if (problem === null) return [];
  const what = `${settingName(origin)}: ${value} ${problem}`;
  return [{ what, fix: "name a certificate and its key, each a file in PEM form" }];
}
