import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isWithin } from "../../files/identity.ts";
import { settle, whoCanChange, whoMayChange, whoMayChangeIn } from "../../files/who-can-change.ts";
import { namesIn } from "./installation.ts";

/** Can nobody but this user and root change what is run of this virtual environment? */
export function isShut(folder: string, uid: number): boolean {
  const bin = join(folder, "bin");
  const packages = namesIn(join(folder, "lib")).map((name) =>
    join(folder, "lib", name, "site-packages"),
  );
  const server = packages.map((site) => join(site, "mlflow", "server"));
  const openings = [
    ...[folder, bin, ...packages, ...server].map((path) => whoMayChangeIn(path, uid)),
    ...["mlflow", "python"].map((name) => whoMayChange(join(bin, name), uid)),
  ];
  return settle(openings, uid).flat().length === 0;
}

/**
 * The same for one that `install-mlflow` made. It makes the folder of all of them one that its user alone may enter;
 * where that is so, nobody else gets at what lies in it, whatever umask that was made with.
 */
export function isManagedShut(folder: string, uid: number): boolean {
  const root = dirname(folder);
  if (!isPrivate(root, uid)) return isShut(folder, uid);
  // The interpreter lies elsewhere.
  const outside = whoCanChange(join(folder, "bin", "python"), uid);
  return outside.every(({ path }) => isWithin(root, path));
}

function isPrivate(folder: string, uid: number): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  const own = uid !== -1 && stat?.uid === uid && (stat.mode & 0o077) === 0;
  return own && whoCanChange(folder, uid).length === 0;
}
