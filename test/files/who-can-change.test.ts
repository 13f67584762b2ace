import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { whoCanChange, whoCanChangeIn } from "../../src/files/who-can-change.ts";
import { needs, SHARED_GROUP } from "../support/needs.ts";

const UID = process.getuid?.() ?? -1;
const [ALICE, BOB] = [41_001, 41_002];

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "guard-change-"));
  chmodSync(top, 0o755);
});
afterEach(() => rmSync(top, { recursive: true }));

/** A folder with this mode and owner below the test's own. */
function folder(name: string, mode = 0o755, owner = UID): string {
  const path = join(top, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  chownSync(path, owner, -1);
  return path;
}

function file(path: string, mode = 0o600, owner = UID): string {
  writeFileSync(path, "x");
  chmodSync(path, mode);
  chownSync(path, owner, -1);
  return path;
}

/** `how on path`, without the test's folder. */
function openings(path: string, uid = UID, look = whoCanChange): string[] {
  return look(path, uid).map(
    (one) =>
      `${one.how} ${one.on} ${one.path.replace(top, "") || "."}${one.sticky ? " sticky" : ""}`,
  );
}

describe("the mode of a file and of the folders above it", needs("a system with users"), () => {
  it.each([
    [0o600, []],
    [0o644, []],
    [0o666, ["everybody file /f"]],
    [0o602, ["everybody file /f"]],
  ])("%o of the file", (mode, expected) => {
    expect(openings(file(join(top, "f"), mode))).toEqual(expected);
  });

  it.each([
    [0o755, []],
    [0o777, ["everybody way /a"]],
    [0o1777, []],
    [0o1775, []],
  ])("%o of a folder far above it", (mode, expected) => {
    const above = folder("a", mode);
    folder("a/b/c", 0o700);
    expect(openings(file(join(above, "b/c/f")))).toEqual(expected);
  });

  describe("that a group with others in it may change", needs("a group with others in it"), () => {
    const give = (path: string) => chownSync(path, -1, SHARED_GROUP ?? -1);

    it.each([0o664, 0o620])("%o of the file", (mode) => {
      const path = file(join(top, "f"), mode);
      give(path);
      expect(openings(path)).toEqual(["group file /f"]);
    });

    it("775 of a folder far above it", () => {
      const above = folder("a", 0o775);
      give(above);
      folder("a/b/c", 0o700);
      expect(openings(file(join(above, "b/c/f")))).toEqual(["group way /a"]);
    });
  });

  it("is said of each opening, so that one command closes all", () => {
    folder("a", 0o777);
    folder("a/b", 0o777);
    const path = file(join(top, "a/b/f"), 0o666);
    expect(openings(path)).toEqual(
      ["everybody way /a", "everybody way /a/b", "everybody file /f"].map((one) =>
        one.replace("/f", "/a/b/f"),
      ),
    );
  });

  it("counts the sticky bit for a folder that is asked for itself: names can be made there", () => {
    expect(openings(folder("t", 0o1777))).toEqual(["everybody file /t sticky"]);
  });

  it("asks who is first where nothing is there yet", () => {
    expect(openings(join(folder("own"), "none/below"))).toEqual([]);
    expect(openings(join(folder("t", 0o1777), "none/below"))).toEqual(["everybody way /t sticky"]);
    expect(openings(join(folder("w", 0o777), "none"))).toEqual(["everybody way /w"]);
  });

  it("follows links, relative and absolute, and judges both ways", () => {
    const open = folder("open", 0o777);
    file(join(folder("shut"), "f"));
    symlinkSync("../shut/f", join(open, "relative"));
    symlinkSync(join(top, "shut/f"), join(open, "absolute"));
    for (const name of ["relative", "absolute"]) {
      expect(openings(join(open, name))).toEqual(["everybody way /open"]);
    }
    file(join(open, "g"));
    symlinkSync("../open/g", join(top, "shut/link"));
    expect(openings(join(top, "shut/link"))).toEqual(["everybody way /open"]);
    symlinkSync("../open", join(top, "shut/folder"));
    expect(openings(join(top, "shut/folder/g"))).toEqual(["everybody way /open"]);
  });

  it("does not hang at a link to itself", () => {
    symlinkSync("loop", join(top, "loop"));
    expect(openings(join(top, "loop"))).toEqual(["unknown way /loop"]);
  });

  it("cannot tell below a file", () => {
    file(join(top, "f"));
    expect(openings(join(top, "f/below"))).toEqual(["unknown way /f/below"]);
  });

  it("judges an open file by itself, since no path leads to it", () => {
    const handle = openSync(file(join(folder("w", 0o777), "f")), "r");
    try {
      expect(openings(`/proc/self/fd/${handle}`)).toEqual([]);
      expect(openings(`/dev/fd/${handle}`)).toEqual([]);
    } finally {
      closeSync(handle);
    }
  });

  it("finds nobody on a system without such ids", () => {
    expect(whoCanChange(file(join(top, "f"), 0o666), -1)).toEqual([]);
  });

  it(
    "an ACL that lets another account write shows in the bits of the group",
    needs("a group with others in it", "setfacl and a file system with ACLs"),
    () => {
      const path = file(join(top, "f"), 0o600);
      chownSync(path, -1, SHARED_GROUP ?? -1);
      execFileSync("setfacl", ["-m", `u:${BOB}:rw`, path]);
      expect(openings(path)).toEqual(["group file /f"]);
      execFileSync("setfacl", ["-m", `u:${BOB}:r`, path]);
      expect(openings(path)).toEqual([]);
    },
  );

  it("takes a link into a folder whose name Node cannot read for what nobody can look at", () => {
    const odd = Buffer.concat([Buffer.from(`${folder("odd")}/`), Buffer.from([0xff])]);
    mkdirSync(odd, { mode: 0o700 });
    writeFileSync(Buffer.concat([odd, Buffer.from("/f")]), "x");
    symlinkSync(odd, join(top, "link"));
    expect(whoCanChange(join(top, "link", "f"), UID)).toMatchObject([{ how: "unknown" }]);
  });

  it("counts what is directly in a folder of code", () => {
    const code = folder("code");
    file(join(code, "a.py"), 0o644);
    expect(openings(code, UID, whoCanChangeIn)).toEqual([]);
    file(join(code, "b.py"), 0o646);
    symlinkSync("../w/c.py", join(code, "c.py"));
    file(join(folder("w", 0o777), "c.py"));
    expect(openings(code, UID, whoCanChangeIn)).toEqual([
      "everybody file /code/b.py",
      "everybody way /w",
    ]);
    expect(openings(join(top, "none"), UID, whoCanChangeIn)).toEqual([]);
  });
});

describe("owners", needs("root"), () => {
  it("root's and one's own are fine, anybody else's is not, whatever the mode", () => {
    const home = folder("home", 0o755, ALICE);
    expect(openings(file(join(home, "f"), 0o400, ALICE), ALICE)).toEqual([]);
    expect(openings(file(join(home, "g"), 0o400, 0), ALICE)).toEqual([]);
    expect(openings(file(join(home, "h"), 0o400, BOB), ALICE)).toEqual(["owner file /home/h"]);
    expect(openings(join(home, "f"), BOB)).toEqual(["owner way /home", "owner file /home/f"]);
    expect(openings(join(home, "g"), 0)).toEqual(["owner way /home"]);
  });

  it("an owner and an open mode are two openings", () => {
    expect(openings(file(join(top, "f"), 0o666, BOB), ALICE)).toEqual([
      "owner file /f",
      "everybody file /f",
    ]);
  });

  it("in a folder with the sticky bit the owner of a name counts, and so does the folder's", () => {
    const shared = folder("t", 0o1777);
    expect(openings(file(join(shared, "a"), 0o600, ALICE), ALICE)).toEqual([]);
    expect(openings(file(join(shared, "b"), 0o600, BOB), ALICE)).toEqual(["owner file /t/b"]);
    symlinkSync(join(shared, "a"), join(shared, "link"));
    lchownSync(join(shared, "link"), BOB, -1);
    expect(openings(join(shared, "link"), ALICE)).toEqual(["owner way /t/link"]);
    const bobs = folder("bobs", 0o1777, BOB);
    expect(openings(file(join(bobs, "a"), 0o600, ALICE), ALICE)).toEqual([
      "owner way /bobs sticky",
    ]);
  });

  it("agrees with what the system lets another account do", () => {
    const shared = folder("t", 0o1777);
    const cases = [
      file(join(folder("shut"), "f")),
      file(join(folder("w", 0o777), "f")),
      file(join(shared, "f")),
      file(join(folder("open"), "f"), 0o646),
      file(join(folder("bobs", 0o755, BOB), "f")),
    ];
    for (const path of cases) {
      expect([path, whoCanChange(path, UID).length > 0]).toEqual([path, bobChanges(path)]);
    }
  });
});

/** Tries it as that account: writes to the file, or puts another one in its place. */
function bobChanges(path: string): boolean {
  const script = 'echo bob >> "$1" || { echo bob > "$2/new" && mv -f "$2/new" "$1"; }';
  try {
    execFileSync(
      "setpriv",
      [
        `--reuid=${BOB}`,
        `--regid=${BOB}`,
        "--clear-groups",
        "sh",
        "-c",
        script,
        "sh",
        path,
        dirname(path),
      ],
      { stdio: "ignore" },
    );
    return true;
  } catch {
    return false;
  }
}
