import type { Opening } from "../../files/who-can-change.ts";

/** What is known of the `.env` in the working directory where nobody named a file. */
export interface FoundFile {
  /** Does git track it? Null: its index cannot be read. */
  readonly inGit: boolean | null;
  /** Who can change it. */
  readonly openings: readonly Opening[];
  /** Something of that name is there that is no file of this user: `init` cannot write one. */
  readonly occupied: boolean;
}
