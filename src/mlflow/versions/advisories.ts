import { ADVISORIES_OF_2026 } from "./advisories-2026.ts";
import { OLDER_ADVISORIES } from "./advisories-older.ts";
import type { Advisory } from "./advisory.ts";

/** When the table was last compared with what is published. */
export const ADVISORIES_READ = "2026-11-28";

/**
 * The newest first. Where the source of the wheels and the published range differ, the wheels count. Missing are
 * GHSA-3p64-6gvh-82v5, whose range is not known, and what concerns clients and libraries only.
 */
export const ADVISORIES: readonly Advisory[] = [...ADVISORIES_OF_2026, ...OLDER_ADVISORIES];
