import { describe, expect, it } from "vitest";
import { parseArgv } from "../../src/intent/argv.ts";
import { takenByNpm } from "../../src/intent/taken-by-npm.ts";

const START = { npm_lifecycle_event: "start", npm_package_name: "mlflow-guard" };

/** What npm 11 hands over for the command line beside it. */
describe("an option that npm took", () => {
  it.each([
    ["npm start --port 5001", ["5001"], { npm_config_port: "true" }, ["port"]],
    ["npm start --port=5001", [], { npm_config_port: "5001" }, ["port"]],
    ["npm start --app-name=basic-auth", [], { npm_config_app_name: "basic-auth" }, ["app-name"]],
    [
      "npm start --no-serve-artifacts",
      [],
      { npm_config_serve_artifacts: "" },
      ["no-serve-artifacts"],
    ],
    ["npm start --artifacts-only", [], { npm_config_artifacts_only: "true" }, ["artifacts-only"]],
    ["npm start -- --port 5001", ["--port", "5001"], {}, []],
    ["npm start --port=1 -- --port 2", ["--port", "2"], { npm_config_port: "1" }, []],
  ])("is named: %s", (_line, words, env, names) => {
    const problems = takenByNpm(words, { ...START, ...env });
    expect(problems.map(({ fix }) => fix)).toEqual(
      names.map((name) => `npm start -- --${name} ...`),
    );
    expect(JSON.stringify(problems)).not.toContain("5001");
  });

  it("is named under npm exec, too", () => {
    const env = { npm_lifecycle_event: "npx", npm_config_host: "0.0.0.0" };
    expect(takenByNpm([], env)).toMatchObject([{ fix: "npx mlflow-guard server --host ..." }]);
  });

  it.each([
    [{ npm_lifecycle_event: "dev", npm_package_name: "mlflow-guard", npm_config_port: "1" }],
    [{ npm_lifecycle_event: "start", npm_package_name: "shop", npm_config_port: "1" }],
    [{ npm_config_port: "1" }],
  ])("is left to scripts of others: %j", (env) => {
    expect(takenByNpm([], env)).toEqual([]);
  });
});

it("names a second command as this program is called", () => {
  expect(parseArgv(["init"], [], "npx mlflow-guard").problems[0]?.fix).toBe(
    "npx mlflow-guard init ...",
  );
});
