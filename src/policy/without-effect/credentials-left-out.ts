import { mayEnvFileSet } from "../../intent/environment/env-file-names.ts";
import { MLFLOW_OPTIONS } from "../../mlflow/options/options.ts";
import { describeOrigin } from "../exposure/exposure.ts";
import { foundFile } from "../found-file.ts";
import type { Hit, World } from "../types.ts";

/** Which variables the client of a place reads: boto3, azure-identity, google-auth, libpq, MySQL; and proxies. */
const READ_FOR: readonly { readonly uri: RegExp; readonly name: RegExp }[] = [
  { uri: /^s3:/i, name: /^AWS_/ },
  { uri: /^(?:wasbs?|abfss?):/i, name: /^AZURE_/ },
  { uri: /^gs:/i, name: /^(?:GOOGLE_|STORAGE_EMULATOR_HOST$)/ },
  { uri: /^postgres/i, name: /^PG/ },
  { uri: /^mysql/i, name: /^MYSQL_/ },
  { uri: /^(?:s3|wasbs?|abfss?|gs|https?):/i, name: /^(?:https?|all|no)_proxy$/i },
];

/**
 * Lines beside MLflow's own in a `.env` that nobody named, for a place that this server is given: whoever wrote them
 * thinks that they count.
 */
export function credentialsLeftOut({ intent }: World): Hit[] {
  const file = foundFile(intent);
  if (file === null) return [];
  const places = MLFLOW_OPTIONS.filter(({ secret }) => secret).flatMap(({ name }) => {
    const value = intent.options.get(name)?.value;
    return value ? [String(value)] : [];
  });
  const families = READ_FOR.filter(({ uri }) => places.some((place) => uri.test(place)));
  const lines = [...intent.untaken].filter(
    ([name, { value }]) =>
      value !== "" &&
      !intent.environment.has(name) &&
      mayEnvFileSet(name, "named") &&
      families.some((family) => family.name.test(name)),
  );
  const [first] = lines;
  if (!first) return [];
  const which = lines.map(([, { origin }]) => describeOrigin(origin)).join(", ");
  return [
    {
      severity: "warning",
      what: `${which} ${lines.length === 1 ? "does" : "do"} not count: of a .env that nobody named only what begins with MLFLOW_ does`,
      origin: first[1].origin,
      repairs: [{ set: { "guard-env-file": file } }],
      notes: [{ kind: "note", text: "or set it in the environment" }],
    },
  ];
}
