import { describe, expect, it } from "vitest";
import { needs } from "../support/needs.ts";
import { paste, SHELLS } from "../support/shells.ts";
import { decisionOf, type Scene } from "../support/world.ts";

const STORE = "MLFLOW_BACKEND_STORE_URI";
const TYPED = "postgresql://ada:hunter2@db/x";
const MINE = `postgresql://ada:it's"$HOME"@db/x?a=b&c=d`;

/** The printed way on, with the server replaced by a look at what it would be given. */
function exportsOf(scene: Scene): string {
  const fixes = decisionOf(scene).findings.flatMap(({ fix }) => fix);
  const shell = fixes.find(({ kind, text }) => kind === "shell" && text.includes("export "));
  return (shell?.text ?? "").replace(/mlflow-guard server.*$/, `printenv ${STORE}`);
}

for (const shell of SHELLS)
  describe(`a printed export, pasted into ${shell}`, needs(shell), () => {
    const words = ["--backend-store-uri", TYPED];

    it("stops where nobody has put the value, and says what to do", () => {
      for (const env of [{}, { [STORE]: "" }]) {
        const { code, stdout, stderr } = paste(shell, exportsOf({ words }), { env });
        expect([code === 0, stdout]).toEqual([false, ""]);
        expect(stderr).toContain(
          "first put the URI of --backend-store-uri into MLFLOW_BACKEND_STORE_URI",
        );
      }
    });

    it("hands on the value as it is", () => {
      expect(paste(shell, exportsOf({ words }), { env: { [STORE]: MINE } })).toEqual({
        ...{ code: 0, stdout: `${MINE}\n`, stderr: "" },
      });
    });

    it("takes it from another name where the variable says something else already", () => {
      const scene = { words, env: { [STORE]: "sqlite:///other.db" } };
      const command = exportsOf(scene);
      expect(paste(shell, command, { env: scene.env }).code).not.toBe(0);
      const env = { ...scene.env, BACKEND_STORE_URI: MINE };
      expect(paste(shell, command, { env }).stdout).toBe(`${MINE}\n`);
    });
  });
