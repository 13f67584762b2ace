import { describe, expect, it } from "vitest";
import { CONTAINER, findingsOf, type Scene } from "../support/world.ts";

const RULE = "secret-file-unusable";
const PASSWORD = "MLFLOW_AUTH_ADMIN_PASSWORD";

function unusable(name: string, what: string) {
  const origin = { kind: "env", name } as const;
  return { unusableFiles: [{ origin, what, fix: "put the one-line secret into the file" }] };
}

describe(RULE, () => {
  it.each([
    [`${PASSWORD}_FILE`, "/s/pw is empty", `init && env ${PASSWORD}_FILE= mlflow-guard server`],
    [
      `${PASSWORD}_FILE`,
      `${PASSWORD} and ${PASSWORD}_FILE are both set`,
      `env ${PASSWORD}_FILE= mlflow`,
    ],
    ["MLFLOW_CRYPTO_KEK_VERSION_FILE", "/s is empty", "env MLFLOW_CRYPTO_KEK_VERSION_FILE= mlflow"],
  ])("refuses %s: %s", (name, what, fix) => {
    const env: Record<string, string> = what.endsWith("both set") ? { [PASSWORD]: "x" } : {};
    const [finding] = findingsOf(RULE, { env, facts: unusable(name, what) });
    expect(finding).toMatchObject({ severity: "error", waivable: false, origin: { name } });
    expect(finding?.what).toBe(`${name} (environment): ${what}`);
    expect(finding?.fix[0]?.text).toContain(fix);
    expect(finding?.fix[0]?.text.includes("init")).toBe(fix.includes("init"));
    expect(finding?.fix.slice(1)).toEqual([
      { kind: "note", text: "put the one-line secret into the file" },
    ]);
  });

  it("sends whoever runs a container to the place that the file is mounted from", () => {
    const { container } = CONTAINER;
    const facts = { ...unusable(`${PASSWORD}_FILE`, "/s/pw is empty"), container };
    expect(findingsOf(RULE, { facts })[0]?.fix.slice(1)).toEqual([
      {
        kind: "docker",
        text: "a mounted file is fixed outside: one line, owned or readable by the user of the container",
      },
      { kind: "note", text: "put the one-line secret into the file" },
    ]);
  });

  it("replaces the line of an env file that names it", () => {
    const name = `${PASSWORD}_FILE`;
    const origin = { kind: "file", name, file: ".env", line: 1 } as const;
    const facts = { unusableFiles: [{ origin, what: "/s/pw is empty", fix: "x" }] };
    const scene: Scene = { found: true, envFile: ".env", beneath: { [name]: "/s/pw" }, facts };
    expect(findingsOf(RULE, scene)[0]?.fix[0]?.text).toBe(
      `mlflow-guard init --rotate ${PASSWORD} && mlflow-guard server`,
    );
  });

  it("creates a secret only where init can", () => {
    const facts = unusable("MLFLOW_BACKEND_STORE_URI_FILE", "/s/db is a folder");
    expect(findingsOf(RULE, { facts })[0]?.fix[0]?.text).not.toContain("init");
  });

  it("is silent where every file could be read", () => {
    expect(findingsOf(RULE, {})).toEqual([]);
  });

  it.each([
    "MLFLOW_BACKEND_STORE_URI",
    "MLFLOW_GUARD_AUTH_DATABASE_URI",
    "MLFLOW_DEFAULT_ARTIFACT_ROOT",
    "MLFLOW_ARTIFACTS_DESTINATION",
  ])("moves no data: no command goes on without the file of %s", (name) => {
    const origin = { kind: "env", name: `${name}_FILE` } as const;
    const facts = { unusableFiles: [{ origin, what: "/s is empty", fix: "fill it" }] };
    const [finding] = findingsOf("secret-file-unusable", { facts });
    expect(finding?.fix).toEqual([{ kind: "note", text: "fill it" }]);
  });
});
