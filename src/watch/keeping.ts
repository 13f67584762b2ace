import type { Violation } from "./types.ts";

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
  readonly warning: string | null;
}

const FINE: Kept = { violation: null, warning: null };

/** Looks at the private folder, and writes again what was lost. */
export function keepFolder(folder: Keeping): Kept {
  const found = folder.look();
  if (found === "same") return FINE;
  if (found === "swapped") return { violation: swapped(folder), warning: null };
  try {
    folder.restore();
    const warning = `the private folder ${folder.path} was removed, or a file in it; it was written again with the same content`;
    return { violation: null, warning };
  } catch (error) {
    return failed(folder, (error as NodeJS.ErrnoException).code ?? "unknown error");
  }
}

function swapped({ path }: Keeping): Violation {
  return {
    what: `the private folder ${path} was exchanged, or a file in it: a worker that starts would read what somebody else wrote`,
    cause: "it was removed, and another account or program made it anew",
  };
}

/** Where others could be the first to make it, it cannot wait for the next look. */
function failed(folder: Keeping, code: string): Kept {
  const what = `the private folder ${folder.path} was removed and cannot be written again (${code})`;
  if (code === "EEXIST") return { violation: swapped(folder), warning: null };
  if (!folder.shared) return { violation: null, warning: `${what}: a worker that starts fails` };
  const cause = "something cleans the folder that it is in, or the disk is full";
  return { violation: { what, cause }, warning: null };
}
