import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isTracked } from "../../../src/facts/files/git-index.ts";
import { findMlflow } from "../../../src/facts/mlflow/find.ts";
import { COMPLETE } from "../../../src/mlflow/versions/managed.ts";
import { MANAGED_VERSION } from "../../../src/mlflow/versions/versions.ts";
import { git } from "../../support/git.ts";
import { makeFolder } from "../../support/guard.ts";
import { ALONE, IS_ROOT, needs } from "../../support/needs.ts";

/** What looks like an MLflow to a reader of files. */
function makeMlflow(folder: string, version = "3.1.0", complete = true): string {
  const site = join(folder, "lib", "python3.11", "site-packages");
  mkdirSync(join(site, `mlflow-${version}.dist-info`), { recursive: true });
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "bin", "python"), "", { mode: 0o755 });
  const path = join(folder, "bin", "mlflow");
  writeFileSync(path, `#!${folder}/bin/python\n`, { mode: 0o755 });
  if (complete) writeFileSync(join(folder, COMPLETE), "");
  return path;
}

interface Machine {
  readonly home: string;
  readonly cwd: string;
  readonly managed: (version: string, complete?: boolean) => string;
  readonly find: (
    env?: Record<string, string>,
    named?: string,
    uid?: number,
  ) => ReturnType<typeof findMlflow>;
}

function makeMachine(): Machine {
  const [home, cwd] = [makeFolder(), makeFolder()];
  return {
    home,
    cwd,
    managed: (version, complete = true) =>
      makeMlflow(join(home, "mlflow-guard", `mlflow-${version}`), version, complete),
    find: (env = {}, named, uid = process.getuid?.() ?? -1) =>
      findMlflow({
        cwd,
        uid,
        environment: { XDG_DATA_HOME: home, ...env },
        chosen: named
          ? { value: named, origin: { kind: "flag", name: "--guard-mlflow" } }
          : undefined,
        own: null,
        isTracked,
      }),
  };
}

/** The chosen one and the others, as sources. */
function sourcesOf(search: ReturnType<typeof findMlflow>): string[] {
  if ("missing" in search) throw new Error(search.missing.what);
  return [search.found.source, ...search.passedOver.map(({ source }) => source)];
}

const MANAGED = "managed by install-mlflow";

/** The fix is to install the tested MLflow. */
const INSTALL = { fix: "mlflow-guard install-mlflow", installs: true };

describe("the MLflow that is launched", () => {
  it("is the first in the order of the guide; the others are named", () => {
    const { cwd, home, managed, find } = makeMachine();
    managed(MANAGED_VERSION);
    makeMlflow(join(cwd, "venv"));
    makeMlflow(join(cwd, ".venv"));
    makeMlflow(join(home, "on-path"));
    makeMlflow(join(home, "conda"));
    makeMlflow(join(home, "active"));
    const env = {
      VIRTUAL_ENV: join(home, "active"),
      CONDA_PREFIX: join(home, "conda"),
      PATH: `relative:${home}/active/bin:${home}/on-path/bin`,
    };
    expect(sourcesOf(find(env))).toEqual([
      "the active virtual environment",
      "the active conda environment",
      "PATH",
      join(cwd, ".venv"),
      join(cwd, "venv"),
      MANAGED,
    ]);
  });

  it("is one file once, however many ways lead to it", () => {
    const { home, find } = makeMachine();
    const path = makeMlflow(join(home, "real"));
    mkdirSync(join(home, "links"));
    symlinkSync(path, join(home, "links", "mlflow"));
    expect(sourcesOf(find({ PATH: `${home}/links:${home}/real/bin` }))).toEqual(["PATH"]);
  });

  it("is the tested version among the managed ones, then the newest", () => {
    const { managed, find } = makeMachine();
    const paths = ["3.9.0", MANAGED_VERSION, "3.10.0", "3.2.0", "3.10.0rc1"].map((version) =>
      managed(version),
    );
    const search = find();
    if ("missing" in search) throw new Error(search.missing.what);
    expect([search.found.path, ...search.passedOver.map(({ path }) => path)]).toEqual(
      [1, 2, 4, 0, 3].map((at) => paths[at]),
    );
  });

  it("is the one that was named, and then no other is looked for", () => {
    const { managed, find } = makeMachine();
    managed(MANAGED_VERSION);
    expect(sourcesOf(find({}, managed("3.9.0")))).toEqual(["--guard-mlflow"]);
  });

  it("is none that is half made, whichever way leads there", () => {
    const { home, managed, find } = makeMachine();
    const path = managed("3.9.0", false);
    const folder = join(home, "mlflow-guard", "mlflow-3.9.0");
    for (const search of [find(), find({ VIRTUAL_ENV: folder, PATH: join(folder, "bin") })]) {
      expect(search).toEqual({
        missing: { what: "no MLflow was found", ...INSTALL, none: true },
      });
    }
    expect(find({}, path)).toEqual({
      missing: {
        what: `--guard-mlflow ${path}: its installation is not complete`,
        fix: "mlflow-guard install-mlflow --version 3.9.0",
      },
    });
    managed("3.8.0");
    expect(sourcesOf(find())).toEqual([MANAGED]);
  });
});

/** Why each of those that were not taken was left out. */
function reasonsOf(search: ReturnType<typeof findMlflow>): (string | undefined)[] {
  if ("missing" in search) throw new Error(search.missing.what);
  return search.passedOver.map(({ reason }) => reason);
}

const ALICE = 41_001;

describe("a managed environment", needs("a system with users"), () => {
  /** Where everybody may pass and nobody else may write. */
  function shared(): Machine {
    const machine = makeMachine();
    machine.managed(MANAGED_VERSION);
    chmodSync(machine.home, 0o755);
    chmodSync(join(machine.home, "mlflow-guard"), 0o755);
    return machine;
  }

  it("is launched where nobody else can change it", () => {
    expect(sourcesOf(shared().find())).toEqual([MANAGED]);
  });

  it("is launched where it is root's", needs("root"), () => {
    expect(sourcesOf(shared().find({}, undefined, ALICE))).toEqual([MANAGED]);
  });

  const SITE = "lib/python3.11/site-packages";

  const PARTS = [
    ["", "the folder"],
    ["bin", "its programs' folder"],
    ["bin/mlflow", "its command"],
    ["bin/python", "its Python"],
    ["pyvenv.cfg", "its settings"],
    [SITE, "its packages"],
    [`${SITE}/evil.pth`, "a file that Python reads at its start"],
    [`${SITE}/mlflow`, "MLflow"],
    [`${SITE}/mlflow/server`, "its server"],
    [`${SITE}/mlflow/server/__init__.py`, "a file of its server"],
  ] as const;

  function expectPassedOver(part: string, open: (path: string) => void): void {
    const { home, find } = shared();
    const folder = join(home, "mlflow-guard", `mlflow-${MANAGED_VERSION}`);
    mkdirSync(join(folder, SITE, "mlflow", "server"), { recursive: true });
    for (const file of ["pyvenv.cfg", `${SITE}/evil.pth`, `${SITE}/mlflow/server/__init__.py`])
      writeFileSync(join(folder, file), "");
    open(join(folder, part));
    expect(find()).toMatchObject({
      missing: {
        what: expect.stringContaining(`${folder}/bin/mlflow is passed over: others can change it`),
        fix: expect.stringContaining("XDG_DATA_HOME="),
      },
    });
    // Who names it has seen it.
    expect(sourcesOf(find({}, join(folder, "bin", "mlflow")))).toEqual(["--guard-mlflow"]);
  }

  it.each(PARTS)("is passed over where others write %j, %s", (part) => {
    expectPassedOver(part, (path) => chmodSync(path, 0o777));
  });

  it.each(PARTS)("is passed over where others own %j, %s", needs("root"), (part) => {
    expectPassedOver(part, (path) => chownSync(path, ALICE, -1));
  });

  it("is passed over where another account owns what it lies in", needs("root"), () => {
    const { home, find } = shared();
    chownSync(join(home, "mlflow-guard"), ALICE, -1);
    expect(find()).toMatchObject({ missing: { what: expect.stringContaining("passed over") } });
    expect(find()).not.toMatchObject({ missing: { none: true } });
    expect(sourcesOf(find({}, undefined, ALICE))).toEqual([MANAGED]);
  });

  it("that only its user can reach may have been made with any umask", () => {
    const { home, find } = shared();
    const root = join(home, "mlflow-guard");
    chmodSync(join(root, `mlflow-${MANAGED_VERSION}`, "bin"), 0o777);
    expect("missing" in find()).toBe(true);
    chmodSync(root, 0o700);
    expect(sourcesOf(find())).toEqual([MANAGED]);
    if (!IS_ROOT) return;
    chownSync(root, ALICE, -1);
    expect("missing" in find()).toBe(true);
  });

  it("leads to a Python that others cannot change either", () => {
    const { home, find } = shared();
    const root = join(home, "mlflow-guard");
    chmodSync(root, 0o700);
    const python = join(makeFolder(), "python");
    writeFileSync(python, "", { mode: 0o755 });
    rmSync(join(root, `mlflow-${MANAGED_VERSION}`, "bin", "python"));
    symlinkSync(python, join(root, `mlflow-${MANAGED_VERSION}`, "bin", "python"));
    expect(sourcesOf(find())).toEqual([MANAGED]);
    chmodSync(python, 0o777);
    expect("missing" in find()).toBe(true);
    if (!IS_ROOT) return;
    chmodSync(python, 0o755);
    chownSync(python, ALICE, -1);
    expect("missing" in find()).toBe(true);
  });
});

describe("an environment in the working directory", () => {
  const TRACKED = "git tracks it, so that it is what the repository's authors chose";

  it.each([
    ["all of it", ".venv"],
    ["its command", ".venv/bin/mlflow"],
    ["its Python", ".venv/bin/python"],
    ["its configuration", ".venv/pyvenv.cfg"],
    ["a file that Python runs at its start", ".venv/lib/python3.11/site-packages/x.pth"],
  ])("is passed over where git tracks %s", (_what, tracked) => {
    const { cwd, managed, find } = makeMachine();
    managed(MANAGED_VERSION);
    makeMlflow(join(cwd, ".venv"));
    writeFileSync(join(cwd, ".venv/pyvenv.cfg"), "");
    writeFileSync(join(cwd, ".venv/lib/python3.11/site-packages/x.pth"), "import os\n");
    git(cwd, "init", "-q");
    expect(sourcesOf(find())).toEqual([join(cwd, ".venv"), MANAGED]);
    git(cwd, "add", "-f", tracked);
    const search = find();
    expect(sourcesOf(search)).toEqual([MANAGED, join(cwd, ".venv")]);
    expect(reasonsOf(search)).toEqual([TRACKED]);
  });

  it("is passed over as a link that git tracks, or to a folder that git tracks, or of a submodule", () => {
    const { cwd, managed, find } = makeMachine();
    managed(MANAGED_VERSION);
    makeMlflow(join(cwd, "env"));
    git(cwd, "init", "-q");
    symlinkSync("env", join(cwd, ".venv"));
    expect(sourcesOf(find())).toEqual([join(cwd, ".venv"), MANAGED]);
    git(cwd, "add", ".venv");
    expect(reasonsOf(find())).toEqual([TRACKED]);
    git(cwd, "rm", "-q", "--cached", ".venv");
    git(cwd, "add", "env/bin");
    expect(reasonsOf(find())).toEqual([TRACKED]);
    git(cwd, "rm", "-qr", "--cached", "env");
    git(join(cwd, "env"), "init", "-q");
    expect(reasonsOf(find())).toEqual([undefined]);
    git(join(cwd, "env"), "add", "bin");
    expect(reasonsOf(find())).toEqual([TRACKED]);
  });

  it("is passed over where the index of git cannot be read", () => {
    const { cwd, managed, find } = makeMachine();
    managed(MANAGED_VERSION);
    makeMlflow(join(cwd, "venv"));
    mkdirSync(join(cwd, ".git"));
    writeFileSync(join(cwd, ".git/index"), "no index");
    expect(reasonsOf(find())).toEqual(["git may track it, its index cannot be read"]);
  });

  it("is taken where the user activated or named it", () => {
    const { cwd, find } = makeMachine();
    const path = makeMlflow(join(cwd, ".venv"));
    git(cwd, "init", "-q");
    git(cwd, "add", ".");
    const active = find({ VIRTUAL_ENV: join(cwd, ".venv") });
    expect([sourcesOf(active), reasonsOf(active)]).toEqual([
      ["the active virtual environment"],
      [],
    ]);
    expect(sourcesOf(find({}, path))).toEqual(["--guard-mlflow"]);
  });

  it("is named with the reason where no other is there", () => {
    const { cwd, find } = makeMachine();
    const path = makeMlflow(join(cwd, ".venv"));
    git(cwd, "init", "-q");
    git(cwd, "add", ".");
    expect(find()).toEqual({
      missing: {
        what: `no MLflow was found; ${path} is passed over: ${TRACKED}`,
        ...INSTALL,
        none: true,
      },
    });
  });

  /** One that its user's own group may write, too. */
  function ofOwnGroup() {
    const { cwd, managed, find } = makeMachine();
    managed(MANAGED_VERSION);
    const path = makeMlflow(join(cwd, ".venv"));
    chmodSync(cwd, 0o755);
    const { uid, gid } = ALONE;
    execFileSync("chown", ["-R", `${uid}:${gid}`, join(cwd, ".venv")]);
    execFileSync("chmod", ["-R", "g+w", join(cwd, ".venv")]);
    return { path, reasons: () => reasonsOf(find({}, undefined, uid)) };
  }

  it("is passed over where others can change it, by a mode", () => {
    const { cwd, managed, find } = makeMachine();
    managed(MANAGED_VERSION);
    chmodSync(makeMlflow(join(cwd, ".venv")), 0o777);
    expect(reasonsOf(find())).toEqual(["others can change it"]);
  });

  const ALONE_HERE = "an account alone in its group";

  it(
    "is not passed over where its user's own group can, in which is nobody else",
    needs(ALONE_HERE),
    () => {
      expect(ofOwnGroup().reasons()).toEqual([undefined]);
    },
  );

  it(
    "is passed over where others can change it, by an ACL",
    needs(ALONE_HERE, "setfacl and a file system with ACLs"),
    () => {
      const { path, reasons } = ofOwnGroup();
      execFileSync("setfacl", ["-m", "u:41002:rwx", path]);
      expect(reasons()).toEqual(["others can change it"]);
    },
  );
});
