import type { FoundMlflow } from "../facts/mlflow/find.ts";
import type { SecretFact, StoredAccounts } from "../facts/types.ts";
import type { Shown } from "../watch/types.ts";

/** What stands behind the start. */
export interface StartFacts {
  readonly mlflow: FoundMlflow;
  readonly adminUsername: string;
  readonly adminPassword: SecretFact | null;
  readonly program: string;
  /** Where a file that is named without its folder lies. */
  readonly cwd: string;
  readonly storedAccounts: StoredAccounts | null;
  readonly shown: Shown;
  /** The file of a certificate that clients have to be given. */
  readonly trusted: string | null;
}
