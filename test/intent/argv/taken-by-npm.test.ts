import { describe, expect, it } from "vitest";
import { parseArgv } from "../../../src/intent/argv/argv.ts";
import { takenByNpm } from "../../../src/intent/argv/taken-by-npm.ts";

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
    const problems = takenByNpm(words, parseArgv(words).strays, { ...START, ...env });
    expect(problems.map(({ fix }) => fix)).toEqual(
      names.map((name) => `npm start -- --${name} ...`),
    );
    expect(JSON.stringify(problems)).not.toContain("5001");
  });

  it("is named under npm exec, too", () => {
    const env = { npm_lifecycle_event: "npx", npm_config_host: "0.0.0.0" };
    expect(takenByNpm([], [], env)).toMatchObject([{ fix: "npx mlflow-guard server --host ..." }]);
    const short = { npm_lifecycle_event: "npx", npm_config_parseable: "true" };
    expect(takenByNpm(["5001"], ["5001"], short)).toMatchObject([
      { fix: "npx mlflow-guard server -p 5001" },
    ]);
  });

  it.each([
    ["npm start -p 5001", ["5001"], { npm_config_parseable: "true" }, ["-p 5001"]],
    ["npm start -p=5001", ["5001"], { npm_config_parseable: "true" }, ["-p 5001"]],
    [
      "npm start -p 5001 -- --workers 2",
      ["5001", "--workers", "2"],
      { npm_config_parseable: "true" },
      ["-p 5001"],
    ],
    [
      "npm start -p 5001 --host 0.0.0.0",
      ["5001", "0.0.0.0"],
      { npm_config_parseable: "true", npm_config_host: "true" },
      ["--host ...", "-p 5001"],
    ],
    ["npm start -p5001", [], { npm_config_p5001: "true" }, ["-p 5001"]],
    ["npm start -w4", [], { npm_config_w4: "true" }, ["-w 4"]],
    ["npm start -hlocalhost", [], { npm_config_hlocalhost: "true" }, ["-h localhost"]],
    ["npm start -hmy-host", [], { npm_config_hmy_host: "true" }, ["-h ..."]],
    // A shell that is no dash hands on names with a dot.
    ["npm start -h0.0.0.0", [], { "npm_config_h0.0.0.0": "true" }, ["-h 0.0.0.0"]],
    ["npm start -h::", [], { "npm_config_h::": "true" }, ["-h ::"]],
    [
      "npm start -- -p 5001, and --parseable for good",
      ["-p", "5001"],
      { npm_config_parseable: "true" },
      [],
    ],
    ["npm start, and --parseable for good", [], { npm_config_parseable: "true" }, []],
    [
      "npm start, and settings of npm and pnpm",
      [],
      {
        npm_config_hoist: "true",
        npm_config_heading: "npm",
        npm_config_package_lock: "true",
        npm_config_workspaces: "true",
        npm_config_https_proxy: "http://127.0.0.1:1",
      },
      [],
    ],
  ])("is named where it is short: %s", (_line, words, env, options) => {
    const problems = takenByNpm(words, parseArgv(words).strays, { ...START, ...env });
    expect(problems.map(({ fix }) => fix)).toEqual(
      options.map((option) => `npm start -- ${option}`),
    );
    for (const { what } of problems) expect(what).toMatch(/^npm took --?\w+ for a setting/);
  });

  it.each([
    [{ npm_lifecycle_event: "dev", npm_package_name: "mlflow-guard", npm_config_port: "1" }],
    [{ npm_lifecycle_event: "start", npm_package_name: "shop", npm_config_port: "1" }],
    [{ npm_config_port: "1" }],
  ])("is left to scripts of others: %j", (env) => {
    expect(takenByNpm([], [], env)).toEqual([]);
  });
});

it("names a second command as this program is called", () => {
  expect(parseArgv(["init"], [], "npx mlflow-guard").problems[0]?.fix).toBe(
    "npx mlflow-guard init ...",
  );
});
