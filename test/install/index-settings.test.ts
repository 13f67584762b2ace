import { describe, expect, it } from "vitest";
import { environmentOf, settingsOf, withoutCredentials } from "../../src/install/index-settings.ts";

const SAFE = { PYTHONSAFEPATH: "1" };

describe("the environment of an installation", () => {
  it.each([
    ["uv", { PIP_INDEX_URL: "https://i/s" }, { UV_DEFAULT_INDEX: "https://i/s" }],
    ["uv", { PIP_INDEX_URL: "https://i/s", UV_INDEX_URL: "https://u/s" }, {}],
    ["uv", { PIP_CERT: "/c" }, { SSL_CERT_FILE: "/c" }],
    ["uv", { PIP_PROXY: "http://p" }, { HTTPS_PROXY: "http://p" }],
    ["uv", { PIP_PROXY: "http://p", https_proxy: "http://q" }, {}],
    ["pip", { UV_DEFAULT_INDEX: "mine=https://i/s" }, { PIP_INDEX_URL: "https://i/s" }],
    ["pip", { UV_INDEX_URL: "https://i/s" }, { PIP_INDEX_URL: "https://i/s" }],
    [
      "pip",
      { UV_INDEX: "a=https://i/a https://i/b" },
      { PIP_EXTRA_INDEX_URL: "https://i/a https://i/b" },
    ],
    ["pip", { UV_INDEX_URL: "https://i/s", PIP_INDEX_URL: "https://p/s" }, {}],
    ["pip", { SSL_CERT_FILE: "/c" }, { PIP_CERT: "/c" }],
  ] as const)("tells %s %o", (tool, env, more) => {
    const expected: Record<string, string> = { ...env, ...more, ...SAFE };
    expect(environmentOf(tool, env)).toEqual(expected);
  });

  it("leaves out what would lead elsewhere", () => {
    const env = {
      PATH: "/bin",
      PIP_TARGET: "/t",
      PYTHONPATH: "/p",
      UV_SYSTEM_PYTHON: "1",
      VIRTUAL_ENV: "/v",
    };
    expect(environmentOf("pip", env)).toEqual({ PATH: "/bin", ...SAFE });
  });

  it("names the variables that are set, the decisive one first", () => {
    const env = { PIP_PROXY: "http://p", https_proxy: "http://q", HTTPS_PROXY: "" };
    expect(settingsOf("proxy", "pip", env)).toEqual(["PIP_PROXY", "https_proxy"]);
    expect(settingsOf("proxy", "uv", env)).toEqual(["https_proxy", "PIP_PROXY"]);
    expect(settingsOf("index", "uv", { PIP_INDEX_URL: "https://i" })).toEqual(["PIP_INDEX_URL"]);
    expect(settingsOf("index", "pip", env)).toEqual([]);
  });
});

describe("the lines of an installation", () => {
  it.each([
    ["Looking in https://ada:s3cret-word@host/simple", "Looking in https://...@host/simple"],
    ["Looking in https://token-abc@host/simple", "Looking in https://...@host/simple"],
    ["at http://ada:a@b@host/x and s3cret-word alone", "at http://...@host/x and ... alone"],
    ["no user@host here, https://host/@scope", "no user@host here, https://...@scope"],
    ["at https://host/x?token=abc, Bearer abc.def", "at https://host/x?token=... Bearer ..."],
    ["\u2570\u2500\u25b6 Because \u00d7", "- Because x"],
  ])("show no credentials: %s", (line, shown) => {
    expect(withoutCredentials(line, { X: "https://ada:s3cret-word@host/simple" })).toBe(shown);
  });
});
