import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  BIN,
  type Ended,
  freePort,
  MANAGED,
  makeFolder,
  runGuard,
  start,
} from "../support/guard.ts";
import { IS_ROOT, needs, OWN_MOUNTS } from "../support/needs.ts";

const MLFLOW = { MLFLOW_GUARD_MLFLOW: join(MANAGED, "bin", "mlflow") };

/** As it reads on the screen, without the line breaks. */
function said({ stderr }: Ended): string {
  return stderr.replace(/\s+/g, " ");
}

/** Root reads and writes everything; without these capabilities it is bound by modes like anybody. */
function bound(
  words: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Ended> {
  const drop = ["--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"];
  const [command, before] = IS_ROOT ? ["setpriv", drop] : [process.execPath, []];
  const node = IS_ROOT ? [process.execPath] : [];
  return start(command, [...before, ...node, BIN, ...words], { cwd, env: { ...MLFLOW, ...env } })
    .ended;
}

describe("a file that MLflow would open late", () => {
  it.each(["check", "server"])("is named at once, by %s", async (command) => {
    const words = [command, "--trace-archival-config", "none.yaml"];
    const ended = await runGuard(words, { cwd: makeFolder(), env: MLFLOW });
    expect(ended.code).toBe(64);
    expect(said(ended)).toContain("--trace-archival-config: none.yaml does not exist");
  });
});

describe("a bad env file", () => {
  const check = (content: string | Buffer, name = "f.env") => {
    const cwd = makeFolder();
    writeFileSync(join(cwd, name), content);
    const words = name === ".env" ? ["check"] : ["check", "--guard-env-file", name];
    return runGuard(words, { cwd });
  };

  it.each([
    [
      "a broken line",
      "MLFLOW_PORT=5001\nMLFLOW_HOST 0.0.0.0\n",
      "f.env:2: this line is no NAME=value",
    ],
    [
      "an unquoted #",
      "MLFLOW_AUTH_ADMIN_PASSWORD=pa#ss\n",
      "f.env:1: MLFLOW_AUTH_ADMIN_PASSWORD has an unquoted #",
    ],
    ["an unexpanded variable", "A=1\n\nMLFLOW_HOST=${HOST}\n", "f.env:3: MLFLOW_HOST holds ${...}"],
    [
      "an open quote",
      "MLFLOW_HOST='0.0.0.0\n",
      "f.env:1: MLFLOW_HOST has a quote that is never closed",
    ],
    ["YAML", "MLFLOW_HOST: 0.0.0.0\n", "f.env:1: this line is no NAME=value"],
  ])("with %s is wrong usage, with the line", async (_what, content, text) => {
    const ended = await check(content);
    expect([ended.code, said(ended)]).toEqual([64, expect.stringContaining(text)]);
    expect(ended.stderr).not.toContain("pa#ss");
  });

  it("in UTF-16 is said to be so", async () => {
    const ended = await check(Buffer.from("\ufeffMLFLOW_HOST=0.0.0.0\n", "utf16le"));
    expect([ended.code, said(ended)]).toEqual([64, expect.stringContaining("is not UTF-8 text")]);
  });

  it("that is missing, or a folder, is named", async () => {
    const cwd = makeFolder();
    mkdirSync(join(cwd, "folder"));
    const [missing, folder] = await Promise.all(
      ["nowhere", "folder"].map((name) => runGuard(["check", "--guard-env-file", name], { cwd })),
    );
    expect([missing?.code, missing && said(missing)]).toEqual([
      64,
      expect.stringContaining("nowhere does not exist"),
    ]);
    expect([folder?.code, folder && said(folder)]).toEqual([
      64,
      expect.stringContaining("is a folder"),
    ]);
  });

  it("that cannot be read is named", async () => {
    const cwd = makeFolder({ ".env": "MLFLOW_HOST=0.0.0.0\n" });
    chmodSync(join(cwd, ".env"), 0);
    const ended = await bound(["check"], cwd);
    expect([ended.code, said(ended)]).toEqual([
      64,
      expect.stringContaining(".env cannot be read by this user"),
    ]);
  });

  it("of another tool does not stand in the way", async () => {
    expect((await check("COLOR: red\nB=a#b\nMLFLOW_PORT=5001\n", ".env")).code).toBe(0);
  });
});

describe("a bad place", () => {
  it("that cannot be written is one clear message, for server and for init", async () => {
    const cwd = makeFolder();
    chmodSync(cwd, 0o555);
    const [server, init] = [await bound(["server"], cwd), await bound(["init"], cwd)];
    expect([server.code, said(server)]).toEqual([
      71,
      expect.stringContaining("the working directory,"),
    ]);
    expect([init.code, said(init)]).toEqual([
      73,
      expect.stringContaining("cannot be written by this user. Nothing was changed."),
    ]);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.each([
    ["full", "8k", ["printf 'MLFLOW_PORT=5001\\n' > .env", "head -c 4096 /dev/zero > filler"]],
    [
      "nearly full",
      "12k",
      ["{ head -c 5000 /dev/zero | tr '\\0' '#'; printf '\\nMLFLOW_PORT=5001\\n'; } > .env"],
    ],
  ])(
    "that is %s loses nothing at init",
    needs("mounts of one's own"),
    async (_what, size, lines) => {
      const cwd = makeFolder();
      const script = [
        'mount -t tmpfs -o size="$4" tmpfs "$1" && cd "$1" || exit 99',
        ...lines,
        "before=$(cksum < .env)",
        '"$2" "$3" init; echo "code $?"; [ "$before" = "$(cksum < .env)" ] && tail -n 1 .env; ls -A | grep -v filler',
      ].join("\n");
      const words = [OWN_MOUNTS, "sh", "-c", script, "sh", cwd, process.execPath, BIN, size];
      const ended = await start("unshare", words).ended;
      expect(said(ended)).toContain("no space is left for");
      expect(ended.stdout).toBe("code 73\nMLFLOW_PORT=5001\n.env\n");
    },
  );
});

it(
  "a full folder for private files is one line, not a mistake of ours",
  needs("mounts of one's own"),
  async () => {
    const script =
      'mount -t tmpfs -o size=8k tmpfs "$1" && { head -c 9000 /dev/zero > "$1/filler"; XDG_STATE_HOME="$1" TMPDIR="$1" "$2" "$3" server --port "$4"; echo "code $?"; ls "$1"; }';
    const port = String(await freePort());
    const words = [OWN_MOUNTS, "sh", "-c", script, "sh", makeFolder(), process.execPath, BIN, port];
    const ended = await start("unshare", words).ended;
    expect(said(ended)).toContain("could not be written (ENOSPC)");
    expect(ended.stdout).toBe("code 71\nfiller\nmlflow-guard\n");
  },
);

describe("a bad Python", () => {
  const install = (script: string) => {
    const bin = makeFolder();
    for (const name of [
      "python3",
      "python3.13",
      "python3.12",
      "python3.11",
      "python3.10",
      "python",
    ]) {
      writeFileSync(join(bin, name), script, { mode: 0o755 });
    }
    const data = makeFolder();
    return runGuard(["install-mlflow"], {
      env: { PATH: bin, XDG_DATA_HOME: data },
    });
  };

  it("that is too old is named with what it takes", async () => {
    const ended = await install('#!/bin/sh\necho "cpython 3.8 /usr/bin/python3.8"\n');
    expect([ended.code, said(ended)]).toEqual([
      69,
      expect.stringMatching(/no Python 3\.10 to 3\.13 was found on PATH \(\S+\/python3 is 3\.8/),
    ]);
  });

  it("that cannot make a virtual environment gets the line that fixes it", async () => {
    const debian =
      "The virtual environment was not created successfully because ensurepip is not available.";
    const ended = await install(
      `#!/bin/sh\n[ "$1" = -c ] && { echo "cpython 3.11 $0"; exit 0; }\necho '${debian}' >&2; exit 1\n`,
    );
    expect([ended.code, said(ended)]).toEqual([
      69,
      expect.stringMatching(
        / (?:sudo )?apt-get install python3\.11-venv && mlflow-guard install-mlflow/,
      ),
    ]);
  });
});
