import { has, inRange, MANAGED_VERSION, type VersionRange } from "./versions.ts";

/** An upper bound that MLflow itself did not set at that time. */
interface Bound extends VersionRange {
  /** As pip and uv take it; the package is a dependency of these versions anyway. */
  readonly requirement: string;
  readonly source: string;
}

/** Each was seen to fail without it, and to serve with it (`test/full/install.test.ts`). */
export const BOUNDS: readonly Bound[] = [
  {
    from: "0",
    // `FallbackAsyncAdaptedQueuePool` is imported without an alternative up to 3.8.1 (`mlflow/store/db/utils.py`).
    below: "3.9.0",
    requirement: "sqlalchemy<2.1",
    source: "https://github.com/mlflow/mlflow/blob/v3.9.0/mlflow/store/db/utils.py#L358",
  },
];

/** The words that name one MLflow with its login for pip and uv, and what it needs to run with today's packages. */
export function requirementsOf(version: string): string[] {
  const name = has(version, "secretKeyRequired") ? "mlflow[auth]" : "mlflow";
  const bounds = BOUNDS.filter(({ from, below }) => inRange(version, { from, below }));
  return [`${name}==${version}`, ...bounds.map(({ requirement }) => requirement)];
}

/** The lock of a version, from the root of the package; null where there is none. `scripts/lock.js` writes it. */
export function lockOf(version: string): string | null {
  return version === MANAGED_VERSION ? `python/mlflow-${version}.txt` : null;
}
