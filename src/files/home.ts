import { homedir } from "node:os";

/** As HOME or the list of accounts has it; null where neither names one (`docker run --user 4242`). */
export function homeOfAccount(): string | null {
  try {
    return homedir() || null;
  } catch {
    return null;
  }
}
