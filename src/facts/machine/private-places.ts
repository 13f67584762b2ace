import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { homeOfAccount } from "../../files/home.ts";
import { type Opening, whoCanChange } from "../../files/who-can-change.ts";
import { readContainerUse } from "./container-use.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A folder in which the private folder of a run may be made. */
export interface PrivatePlace {
  readonly path: string;
  /** Others may make names there, or in a folder above it: what is lost there they could make anew. */
  readonly shared: boolean;
}

/**
 * Where the private folder of a run may be, wherever a launcher of this user looked first. It lives as long as the run,
 * so not in XDG_RUNTIME_DIR, which goes when the user logs out (pam_systemd(8)).
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function privateParents(env: Environment): string[] {
  return [...new Set([stateHome(env), resolve(tmpdir())])].filter(
    (path) => path !== null && !/[\0-\x1f]/.test(path),
  ) as string[];
}

/** Those of them that nobody else can change, the ones that others cannot even write beside first. */
export function privatePlaces(env: Environment, uid: number): PrivatePlace[] {
  const places = privateParents(env)
    .filter((path) => whoCouldSwap(path, uid).length === 0 || isNobodyElseHere(path, uid))
    .map((path) => ({ path, shared: isShared(path, uid) }));
  return [...places.filter(({ shared }) => !shared), ...places.filter(({ shared }) => shared)];
}

/** Who could exchange a folder of this user's in that one. */
export function whoCouldSwap(path: string, uid: number): Opening[] {
  return whoCanChange(path, uid).filter(({ sticky, how }) => !sticky || how === "owner");
}

/** Also where a parent lets others make names: what cleans it by age cleans what is below. */
function isShared(path: string, uid: number): boolean {
  if (whoCanChange(path, uid).length > 0) return true;
  return dirname(path) !== path && isShared(dirname(path), uid);
}

/** A mounted folder of a container is often everybody's, where there is nobody else. */
export function isNobodyElseHere(path: string, uid: number): boolean {
  const { users, mounts } = readContainerUse();
  const isMounted = (open: Opening) =>
    open.how === "everybody" && mounts.some((point) => `${open.path}/`.startsWith(`${point}/`));
  return whoCouldSwap(path, uid).every(isMounted) && users.every((one) => one === uid || one === 0);
}

/** Null without a home that is there. */
function stateHome({ XDG_STATE_HOME, HOME }: Environment): string | null {
  if (XDG_STATE_HOME && isAbsolute(XDG_STATE_HOME)) return join(XDG_STATE_HOME, "mlflow-guard");
  const home = HOME ?? homeOfAccount();
  if (!home || !isAbsolute(home) || !existsSync(home)) return null;
  return join(resolve(home), ".local", "state", "mlflow-guard");
}
