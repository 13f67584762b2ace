import { relative, sep } from "node:path";
import { homeOfAccount } from "../../files/home.ts";
import { isWithin, keyOf, keysOver, realPath } from "../../files/identity.ts";
import { isPerson, readSystemAccounts } from "../machine/account-file.ts";
import { namesIn } from "../mlflow/installation.ts";
import type { FolderNature } from "../types.ts";

/** Where the system says whose home is where; another place in tests. */
export interface HomePlaces {
  readonly accounts: string;
  readonly home: string;
}

/**
 * Folders of the system; what lies below most of them may be a place for data.
 * @see https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html
 */
const SYSTEM =
  `/bin /boot /dev /etc /home /lib /lib32 /lib64 /libx32 /opt /proc /root /run /sbin /sys /tmp /usr /var
  /run/user /usr/bin /usr/include /usr/lib /usr/lib64 /usr/local /usr/local/bin /usr/local/etc /usr/local/lib
  /usr/local/sbin /usr/local/share /usr/sbin /usr/share /usr/src /var/cache /var/home /var/lib /var/log /var/mail /var/opt /var/spool
  /var/tmp`.split(/\s+/);

/** Nobody keeps data below these; the last ones are where engines and systemd put secrets. */
const SYSTEM_BELOW = [
  "/boot",
  "/etc",
  "/proc",
  "/sys",
  "/run/secrets",
  "/run/credentials",
  "/run/keys",
];

/** Folders of a home in which programs keep keys and passwords, and nobody data. */
const CREDENTIALS = new Set(
  `.ssh .aws .azure .gnupg .kube .docker .config .oci .pki .password-store .databricks .terraform.d .m2 .gem .cargo
  .npm .gsutil .subversion`.split(/\s+/),
);

/** What lies beside code: of a work tree, of a project, of an environment. */
const CODE_MARKS =
  /^(?:\.git|\.hg|\.svn|pyproject\.toml|setup\.(?:py|cfg)|requirements\.txt|package\.json|MLproject|pyvenv\.cfg|conda-meta|.*\.(?:py|ipynb))$/;

/** What this folder is beside a place for data, by its real path; null where it is none of these. */
export function folderNature(
  folder: string,
  packages: string | null,
  places: HomePlaces = { accounts: "/etc/passwd", home: homeOfAccount() ?? "" },
): FolderNature | null {
  const [key = "", ...above] = keysOver(folder);
  if (above.length === 0 || key === above.at(-1)) return { kind: "everything" };
  const homes = readHomes(places);
  const home = homes.find((one) => keysOver(one).includes(key));
  if (home !== undefined && keyOf(home) === key) return { kind: "home" };
  if (isSystem([key, ...above])) return { kind: "system" };
  if (home !== undefined) return { kind: "homes", home };
  if (homes.some((one) => isHidden(one, folder))) return { kind: "credentials" };
  if (packages !== null && isWithin(folder, packages))
    return { kind: "code", mark: "the packages of MLflow" };
  const mark = namesIn(folder)
    .sort()
    .find((name) => CODE_MARKS.test(name));
  return mark === undefined ? null : { kind: "code", mark };
}

/** A folder of settings in a home: `~/.ssh` and all below it, `~/.mlflow` itself. */
function isHidden(home: string, folder: string): boolean {
  if (!isWithin(home, folder)) return false;
  const [first = "", ...rest] = relative(home, folder).split(sep);
  return CREDENTIALS.has(first) || (/^\.[^.]/.test(first) && rest.length === 0);
}

/** @param keys of the folder itself, and of every folder that it is in. */
function isSystem(keys: readonly [string, ...string[]]): boolean {
  systemKeys ??= new Set(SYSTEM.map(keyOf));
  return systemKeys.has(keys[0]) || SYSTEM_BELOW.some((one) => keys.includes(keyOf(one)));
}

/** They stay what they are while this program runs. */
let systemKeys: ReadonlySet<string> | undefined;

/** The homes of people and of root, and this user's own. Those of services are folders of data. */
function readHomes({ accounts, home }: HomePlaces): string[] {
  const people = readSystemAccounts(accounts).filter(({ uid }) => uid === 0 || isPerson(uid));
  const homes = [home, ...people.map((one) => one.home)];
  return homes.filter((one) => one.startsWith("/")).map(realPath);
}
