import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readAccessAcls } from "../../src/files/access-acl.ts";
import {
  settle,
  whoCanChange,
  whoCanChangeIn,
  whoMayChange,
  whoMayChangeIn,
} from "../../src/files/who-can-change.ts";
import { makeFolder, whenFinished } from "../support/guard.ts";
import { ALONE, needs, OWN_PLACE } from "../support/needs.ts";

vi.mock("node:fs", async (original) => {
  const real = await original<typeof fs>();
  return { ...real, statfsSync: vi.fn(real.statfsSync) };
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.mocked(fs.statfsSync).mockReset();
});

const { uid: OWN, gid: GROUP } = ALONE;
const BOB = 41_002;

function makeAcl(path: string, ...words: readonly string[]): string {
  execFileSync("setfacl", [...words, path], { stdio: "ignore" });
  return path;
}

const CAN = needs("an account alone in its group", "setfacl and a file system with ACLs");
const PLACE = needs("a folder that nobody else can change");

function file(path: string, mode = 0o664): string {
  fs.writeFileSync(path, "x");
  fs.chownSync(path, OWN, GROUP);
  fs.chmodSync(path, mode);
  return path;
}

function folder(path: string, mode = 0o775): string {
  fs.mkdirSync(path);
  fs.chownSync(path, OWN, GROUP);
  fs.chmodSync(path, mode);
  return path;
}

function home(): string {
  const top = makeFolder();
  fs.chmodSync(top, 0o755);
  return folder(join(top, "home"));
}

/** A folder with that program, below which nobody else may write, as in the system's own. */
function program(name: string, script: string): string {
  const bin = fs.mkdtempSync(join(OWN_PLACE, "guard-acl-"));
  whenFinished(() => fs.rmSync(bin, { recursive: true }));
  fs.chmodSync(bin, 0o755);
  fs.writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return bin;
}

const hows = (path: string, look = whoCanChange) =>
  look(path, OWN).map(({ how, on, path: at }) => `${how} ${on} ${at.replace(/.*\/home/, "")}`);

describe("an ACL behind the bits of one's own group", CAN, () => {
  it("is none where nothing but the group is open", () => {
    expect(hows(file(join(home(), "f")))).toEqual([]);
    expect(hows(home(), whoCanChangeIn)).toEqual([]);
  });

  it.each([
    ["another account", "u"],
    ["another group", "g"],
  ])("of a file counts: %s", (_who, kind) => {
    const path = makeAcl(file(join(home(), "f"), 0o600), "-m", `${kind}:${BOB}:rw`);
    expect(hows(path)).toEqual(["acl file /f"]);
    makeAcl(path, "-b");
    expect(hows(path)).toEqual([]);
  });

  it("that only lets read opens nothing", () => {
    expect(hows(makeAcl(file(join(home(), "f"), 0o600), "-m", `u:${BOB}:r`))).toEqual([]);
  });

  it("of a folder on the way counts, and of what lies directly in one", () => {
    const top = home();
    const path = file(join(makeAcl(folder(join(top, "k")), "-m", `u:${BOB}:rwx`), "pw"), 0o600);
    expect(hows(path)).toEqual(["acl way /k"]);
    fs.symlinkSync("k/pw", join(top, "link"));
    expect(hows(join(top, "link"))).toEqual(["acl way /k"]);
    expect(hows(join(top, "k/none"))).toEqual(["acl way /k"]);
    expect(hows(top, whoCanChangeIn)).toContain("acl file /k");
  });

  it("that a folder only gives to what is made there opens nothing yet", () => {
    const top = makeAcl(home(), "-d", "-m", `u:${BOB}:rwx`);
    expect(hows(top)).toEqual([]);
    fs.writeFileSync(join(top, "f"), "", { mode: 0o664 });
    fs.chownSync(join(top, "f"), OWN, GROUP);
    expect(hows(join(top, "f"))).toEqual(["acl file /f"]);
  });

  it("is found whatever the name", () => {
    const top = home();
    const names = ["a\nb", "c\\d", "\\134", "# file: x", "-e", "d\u00e4", "x\n# file: y"];
    for (const name of names) makeAcl(file(join(top, name), 0o600), "-m", `u:${BOB}:rw`);
    expect(whoCanChangeIn(top, OWN).map(({ how }) => how)).toEqual(names.map(() => "acl"));
  });
});

describe("the look at ACLs", CAN, () => {
  const spawned = () => vi.spyOn(process, "getBuiltinModule").mockClear();

  it("is taken once for all files, and not again", () => {
    const top = home();
    const files = ["a", "b", "c"].map((name) => file(join(top, name)));
    const look = spawned();
    const lists = [...files.map((one) => whoMayChange(one, OWN)), whoMayChangeIn(top, OWN)];
    expect(settle(lists, OWN)).toEqual([[], [], [], []]);
    expect(look).toHaveBeenCalledTimes(1);
    expect(files.flatMap((one) => whoCanChange(one, OWN))).toEqual([]);
    expect(look).toHaveBeenCalledTimes(1);
  });

  it("is not taken where no group may write, or the group is others'", () => {
    const top = home();
    fs.chmodSync(top, 0o755);
    const look = spawned();
    whoCanChange(file(join(top, "f"), 0o644), OWN);
    whoCanChange(file(join(top, "g"), 0o664), 0);
    expect(look).not.toHaveBeenCalled();
  });

  it.each(["getfacl", "python3"])("is taken by %s alone, too", (program) => {
    const top = home();
    const bin = makeFolder();
    fs.symlinkSync(fs.realpathSync(`/usr/bin/${program}`), join(bin, program));
    const paths = ["acl", "none", "n\n"].map((name) => file(join(top, name)));
    makeAcl(paths[0] ?? "", "-m", `u:${BOB}:rw`);
    makeAcl(paths[2] ?? "", "-m", `u:${BOB}:rw`);
    expect([...readAccessAcls(paths, OWN, [bin]).values()]).toEqual([true, false, true]);
  });

  it(
    "tells nothing without such a program, or with one that fails or that others could change",
    PLACE,
    () => {
      const path = file(join(home(), "f"));
      expect(readAccessAcls([path], OWN, []).get(path)).toBeNull();
      const bin = program("getfacl", "exit 1");
      expect(readAccessAcls([path], OWN, [bin]).get(path)).toBeNull();
      fs.writeFileSync(join(bin, "getfacl"), "#!/bin/sh\nexit 0\n");
      fs.chmodSync(bin, 0o775);
      expect(readAccessAcls([path], OWN, [bin]).get(path)).toBeNull();
      fs.chmodSync(bin, 0o755);
      expect(readAccessAcls([path], OWN, [bin]).get(path)).toBe(false);
    },
  );

  it("goes on to the next program where the first one says what nobody asked", PLACE, () => {
    const path = file(join(home(), "f"));
    const bin = program("getfacl", "echo '# file: /other'");
    expect(readAccessAcls([path], OWN, [bin]).get(path)).toBeNull();
    fs.symlinkSync(fs.realpathSync("/usr/bin/python3"), join(bin, "python3"));
    expect(readAccessAcls([path], OWN, [bin]).get(path)).toBe(false);
  });

  it.each([
    ["NFS", 0x6969],
    ["SMB", 0xfe534d42],
  ])("tells nothing of a file on %s, whose server judges", (_name, type) => {
    const path = file(join(home(), "f"));
    vi.mocked(fs.statfsSync).mockReturnValue({ type } as never);
    expect(hows(path)).toContain("group file /f");
  });
});
