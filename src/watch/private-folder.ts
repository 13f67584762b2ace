import type { Notice, Violation } from "./types.ts";

/** The private folder of a run, as far as it is watched. */
export interface Keeping {
  readonly path: string;
  /** Others could make it anew where it is lost. */
  readonly shared: boolean;
  readonly look: () => "same" | "lost" | "swapped";
  /** Writes what was lost again; throws where that fails. */
  readonly restore: () => void;
  readonly onChange: (changed: () => void) => void;
}

export interface Kept {
  readonly violation: Violation | null;
  readonly warning: Notice | null;
}

const FINE: Kept = { violation: null, warning: null };

/** Looks at the private folder, and writes again what was lost. */
export function keepFolder(folder: Keeping): Kept {
  const found = folder.look();
  if (found === "same") return FINE;
  const { path } = folder;
  const exchanged: Kept = { violation: { id: "private-folder-exchanged", path }, warning: null };
  if (found === "swapped") return exchanged;
  try {
    folder.restore();
    return { violation: null, warning: { code: "folder-restored", path } };
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    return code === "EEXIST" ? exchanged : lost(folder, code);
  }
}

/** Where others could be the first to make it, it cannot wait for the next look. */
function lost({ path, shared }: Keeping, error: string): Kept {
  return shared
    ? { violation: { id: "private-folder-lost", path, error }, warning: null }
    : { violation: null, warning: { code: "folder-not-restored", path, error } };
}
