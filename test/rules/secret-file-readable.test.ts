import { describe, expect, it } from "vitest";
import type { ChangeableFile, Facts } from "../../src/facts/types.ts";
import { runCommand } from "../policy/run-command.ts";
import { changeable, opening } from "../support/openings.ts";
import { findingsOf, type Scene, STRONG } from "../support/world.ts";

const RULE = "secret-file-readable";
const FILE = "/home/ada/project/.env";
const EXPOSED = ["--host", "0.0.0.0", "--app-name", "basic-auth"];
const ELSEWHERE = { how: "owner", owner: 4711 } as const;
const ABOVE = { on: "way" } as const;

function of(...files: readonly ChangeableFile[]): Partial<Facts> {
  return { ...STRONG, changeable: files };
}

const severities = (scene: Scene) => findingsOf(RULE, scene).map(({ severity }) => severity);

describe(RULE, () => {
  it("warns of a file that others can read, and closes it", () => {
    const scene = { facts: { files: [{ file: FILE, othersRead: true }] } };
    const [finding] = findingsOf(RULE, scene);
    expect(finding).toMatchObject({
      severity: "warning",
      what: `${FILE} can be read by other users`,
      origin: { kind: "file", name: "mode", file: FILE },
    });
    const text = finding?.fix[0]?.text ?? "";
    expect(text).toBe(`chmod 600 ${FILE} && mlflow-guard server`);
    expect(findingsOf(RULE, runCommand(text, scene))).toEqual([]);
  });

  it("quotes the file", () => {
    const files = [{ file: "/home/ada/my files/.env", othersRead: true }];
    const [finding] = findingsOf(RULE, { facts: { files } });
    expect(finding?.fix[0]?.text).toContain("chmod 600 '/home/ada/my files/.env'");
  });

  it("is silent for a file of one's own", () => {
    expect(findingsOf(RULE, { facts: { files: [{ file: FILE, othersRead: false }] } })).toEqual([]);
  });

  it.each([
    ["everybody", "every account of this machine"],
    ["group", "its group"],
    ["acl", "the accounts in its ACL (getfacl)"],
  ] as const)("refuses a secret that %s can write, on loopback too, once", (how, who) => {
    const facts = {
      ...of(changeable("secret", FILE, opening(FILE, { how }))),
      files: [{ file: FILE, othersRead: true }],
    };
    const found = findingsOf(RULE, { facts });
    expect(found).toMatchObject([
      { severity: "error", what: `${FILE} can be written by ${who}`, origin: { file: FILE } },
    ]);
    const text = found[0]?.fix[0]?.text ?? "";
    expect(text).toBe(`chmod 600 ${FILE} && mlflow-guard server`);
    expect(findingsOf(RULE, runCommand(text, { facts }))).toEqual([]);
  });

  it("says once that others change and read it, and closes the way to it, too", () => {
    const file = changeable("secret", FILE, opening("/home/ada", ABOVE), opening(FILE));
    const scene = { facts: { ...of(file), files: [{ file: FILE, othersRead: true }] } };
    const [finding, ...more] = findingsOf(RULE, scene);
    expect(more).toEqual([]);
    expect(finding?.severity).toBe("error");
    const text = finding?.fix[0]?.text ?? "";
    expect(text).toBe(`chmod go-w /home/ada && chmod 600 ${FILE} && mlflow-guard server`);
    expect(findingsOf(RULE, runCommand(text, scene))).toEqual([]);
  });

  it.each([
    ["another secret", changeable("secret", "/srv/key", opening("/srv/key"))],
    ["the settings in it", changeable("settings", FILE, opening(FILE))],
  ])("says that others can read a file beside %s that they change", (_what, file) => {
    const facts = { ...of(file), files: [{ file: FILE, othersRead: true }] };
    expect(findingsOf(RULE, { facts }).map(({ what }) => what)).toEqual([
      `${file.file} can be written by every account of this machine`,
      `${FILE} can be read by other users`,
    ]);
  });

  it("has no command for an open mode of somebody else's file", () => {
    const file = changeable("secret", FILE, opening(FILE, { owner: 4711 }));
    const [finding] = findingsOf(RULE, { facts: of(file) });
    expect(finding?.severity).toBe("error");
    expect(finding?.fix.map(({ kind }) => kind)).toEqual(["note"]);
  });

  it("says that others can read a file whose folder alone is open, too", () => {
    const facts = {
      ...of(changeable("secret", FILE, opening("/home/ada", ABOVE))),
      files: [{ file: FILE, othersRead: true }],
    };
    expect(findingsOf(RULE, { facts }).map(({ what }) => what)).toEqual([
      `/home/ada, which leads to ${FILE}, can be written by every account of this machine`,
      `${FILE} can be read by other users`,
    ]);
  });

  it.each([
    ["a folder above it", changeable("secret", FILE, opening("/home/ada", ABOVE))],
    ["its owner", changeable("secret", FILE, opening(FILE, ELSEWHERE))],
    ["settings", changeable("settings", FILE, opening(FILE))],
    ["a certificate", changeable("tls", FILE, opening(FILE, { how: "group" }))],
    ["what cannot be seen", changeable("settings", FILE, opening("/home", { how: "unknown" }))],
  ])("refuses for %s where strangers are asked for a login, and warns on loopback", (_what, file) => {
    expect(severities({ words: EXPOSED, facts: of(file) })).toEqual(["error"]);
    expect(severities({ facts: of(file) })).toEqual(["warning"]);
  });

  it.each(["accounts", "data", "code"] as const)("leaves %s to another rule", (role) => {
    expect(
      severities({ words: EXPOSED, facts: of(changeable(role, FILE, opening(FILE))) }),
    ).toEqual([]);
  });

  it("names every opening, and closes all of them with one command", () => {
    const file = changeable(
      "settings",
      FILE,
      opening("/home/ada", { ...ABOVE, how: "group" }),
      opening("/home/ada/project", ABOVE),
      opening(FILE),
    );
    const scene = { words: EXPOSED, facts: of(file) };
    const [finding] = findingsOf(RULE, scene);
    expect(finding?.what).toBe(
      [
        `/home/ada, which leads to ${FILE}, can be written by its group`,
        `/home/ada/project, which leads to ${FILE}, can be written by every account of this machine`,
        `${FILE} can be written by every account of this machine`,
      ].join("; "),
    );
    const text = finding?.fix[0]?.text ?? "";
    expect(text).toBe(
      `chmod go-w /home/ada && chmod go-w /home/ada/project && chmod go-w ${FILE} && mlflow-guard server --host 0.0.0.0 --app-name basic-auth`,
    );
    expect(findingsOf(RULE, runCommand(text, scene))).toEqual([]);
  });

  it("lets root take what belongs to others, and nobody else", () => {
    const file = changeable("secret", FILE, opening("/home/ada", { ...ABOVE, ...ELSEWHERE }));
    const [root] = findingsOf(RULE, { facts: { ...of(file), uid: 0, isRoot: true } });
    expect(root?.fix[0]?.text).toBe(`chown -h "$(id -un)" /home/ada && mlflow-guard server`);
    const [ada] = findingsOf(RULE, { facts: of(file) });
    expect(ada?.fix).toEqual([
      {
        kind: "note",
        text: `keep ${FILE} in a folder that only you and root can write to, with yourself as the owner`,
      },
    ]);
  });

  it.each([
    ["a folder for everybody's files", opening("/tmp/x", { ...ABOVE, sticky: true, owner: 0 })],
    ["a folder of the system", opening("/var/log", { ...ABOVE, how: "group", owner: 0 })],
    ["the first folder of a path", opening("/data", { ...ABOVE, owner: 0 })],
    ["what cannot be looked at", opening("/home/x", { ...ABOVE, how: "unknown" })],
  ])("does not let even root close %s", (_what, open) => {
    const facts = { ...of(changeable("secret", FILE, open)), uid: 0, isRoot: true };
    expect(findingsOf(RULE, { facts })[0]?.fix.map(({ kind }) => kind)).toEqual(["note"]);
  });

  it("says how somebody can be the first", () => {
    const file = changeable("settings", FILE, opening("/t", { ...ABOVE, sticky: true, owner: 0 }));
    expect(findingsOf(RULE, { facts: of(file) })[0]?.what).toBe(
      `/t, which leads to ${FILE}, lets every account of this machine make names, so that somebody else may be the first to make this one`,
    );
  });

  describe("in a container", () => {
    const owner = changeable("secret", FILE, opening(FILE, ELSEWHERE));
    const copied = changeable("secret", FILE, opening(FILE, { ...ELSEWHERE, readOnly: true }));
    const above = changeable("secret", FILE, opening("/run/secrets", ABOVE));
    const mode = changeable("settings", FILE, opening(FILE, ELSEWHERE), opening(FILE));
    const [HOME, ALONE] = ["/home", [0, 1000]];
    const inside = (file: ChangeableFile, mounts: string, users: readonly number[]) =>
      severities({ words: EXPOSED, facts: { ...of(file), inside: { users, mounts: [mounts] } } });

    it.each([
      ["a mounted file of nobody there", owner, HOME, ALONE, "warning"],
      ["a mount that is the file", owner, FILE, ALONE, "warning"],
      ["a file of the image", owner, "/hom", ALONE, "error"],
      ["a file that nobody writes, of nobody there", copied, "/hom", ALONE, "warning"],
      ["a file that nobody writes, of somebody there", copied, HOME, [0, 4711], "error"],
      ["a mounted file of somebody there", owner, HOME, [0, 1000, 4711], "error"],
      ["a mounted folder of everybody, and nobody there", above, "/run", ALONE, "warning"],
      ["a mounted folder of everybody, and somebody there", above, "/run", [1000, 33], "error"],
      ["an open mode, whoever is there", mode, HOME, ALONE, "error"],
    ])("%s", (_what, file, mounts, users, severity) => {
      expect(inside(file, mounts, users)).toEqual([severity]);
    });

    it("says that a mount is closed outside", () => {
      const facts = { ...of(owner), inside: { users: [0], mounts: [] } };
      const [finding] = findingsOf(RULE, { facts });
      expect(finding?.fix.map(({ kind }) => kind)).toEqual(["docker", "note"]);
    });
  });
});
