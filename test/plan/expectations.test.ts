import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/facts/types.ts";
import { ADMIN_PASSWORD } from "../../src/secrets/names.ts";
import { MLFLOW, OIDC, type Scene, STRONG, secretFact } from "../support/world.ts";
import { planOf } from "./planned.ts";

const OPEN = ["--host", "0.0.0.0"];
const BASIC = ["--app-name", "basic-auth"];
const PLUGIN = { ...MLFLOW, apps: [{ name: "oidc", target: "oidc:app", from: "oidc-1.0" }] };

function expectedOf(scene: Scene) {
  return planOf(scene).expected;
}

function addressesOf(scene: Scene): string[] {
  const { address, otherAddresses } = expectedOf(scene);
  return [address, ...otherAddresses];
}

describe("the login that is expected", () => {
  it.each([
    ["a private server", {}],
    ["a plugin of which nothing was said", { words: ["--app-name", "oidc"] }],
  ])("is none for %s", (_what, scene) => {
    expect(expectedOf(scene).login).toBeNull();
  });

  it("is MLflow's own, which answers 401 on every kind of route, to the known passwords too", () => {
    const login = expectedOf({ words: BASIC, facts: { ...STRONG, adminUsername: "ada" } }).login;
    expect(login).toMatchObject({ redirects: [], open: [], browsers: false, nativeRoutes: true });
    const pairs = login?.defaults.map(({ user, password }) => `${user}:${password.reveal()}`);
    expect(pairs).toEqual([
      "admin:password1234",
      "admin:password",
      "ada:password1234",
      "ada:password",
    ]);
  });

  it("names each default account once", () => {
    expect(expectedOf({ words: BASIC, facts: STRONG }).login?.defaults).toHaveLength(2);
  });

  it("takes the admin's password, where one is configured", () => {
    const adminPassword = secretFact(ADMIN_PASSWORD, { value: "unusual-Falcon-71-drift" });
    const facts = { ...STRONG, adminPassword, adminUsername: "ada" };
    const { admin } = expectedOf({ words: BASIC, facts }).login ?? {};
    expect([admin?.user, admin?.password.reveal()]).toEqual(["ada", "unusual-Falcon-71-drift"]);
    const none = { ...facts, adminPassword: null };
    expect(expectedOf({ words: BASIC, facts: none }).login?.admin).toBeNull();
  });

  it("takes no password that the accounts do not have", () => {
    const looked = (same: boolean | null) => ({
      looked: true as const,
      ...{ accounts: 1, known: true, same, published: [] },
    });
    const adminOf = (storedAccounts: Facts["storedAccounts"]) =>
      expectedOf({ words: BASIC, facts: { ...STRONG, storedAccounts } }).login?.admin?.user;
    expect(adminOf(looked(false))).toBeUndefined();
    expect(adminOf(looked(true))).toBe("admin");
    expect(adminOf(looked(null))).toBe("admin");
    expect(adminOf({ looked: false, reason: "x" })).toBe("admin");
  });

  it("is a plugin's where the operator names it: it may redirect, and has no default password", () => {
    const words = ["--app-name", "oidc", "--guard-login-app", "oidc"];
    const { login } = expectedOf({ words, facts: { ...STRONG, mlflow: PLUGIN } });
    expect(login).toEqual({
      ...{ redirects: "anywhere", open: ["/metrics"], browsers: false, nativeRoutes: true },
      ...{ defaults: [], admin: null },
    });
  });

  it("is a known plugin's: its own login alone, for browsers too, and no default password opens it", () => {
    const { login } = expectedOf(OIDC);
    expect(login).toMatchObject({
      ...{ redirects: ["/login", "/oidc/ui"], open: ["/metrics"], browsers: true, admin: null },
    });
    const pairs = login?.defaults.map(({ user, password }) => `${user}:${password.reveal()}`);
    expect(pairs).toEqual(["admin:password1234", "admin:password"]);
  });

  it("is asked of a known plugin on native routes, too, where a hole of it was waived", () => {
    const waiver = ["--guard-reason", "lab", "--guard-until", "2026-12-01"];
    const words = [
      ...(OIDC.words ?? []),
      "--guard-unsafe",
      "auth-incomplete-in-version",
      ...waiver,
    ];
    const app = { name: "oidc-auth", target: "mlflow_oidc_auth.app:app" };
    const apps = [{ ...app, from: "mlflow_oidc_auth-7.0.0" }];
    const facts = { ...OIDC.facts, mlflow: { ...MLFLOW, apps } };
    expect(expectedOf({ ...OIDC, words, facts }).login?.nativeRoutes).toBe(true);
  });

  it("leaves out the routes that a waiver names open", () => {
    const waived = [
      ...[...OPEN, ...BASIC, "--guard-unsafe", "auth-incomplete-in-version"],
      ...["--guard-reason", "lab", "--guard-until", "2026-12-01"],
    ];
    const facts = { ...STRONG, mlflow: { ...MLFLOW, version: "3.9.0" } };
    expect(expectedOf({ words: waived, facts }).login?.nativeRoutes).toBe(false);
    const other = [
      ...[...OPEN, "--app-name", "oidc", "--guard-unsafe", "auth-app-unknown"],
      ...["--guard-reason", "lab", "--guard-until", "2026-12-01"],
    ];
    const vouched = [...other, "--guard-login-app", "oidc"];
    for (const words of [other, vouched]) {
      const { login } = expectedOf({ words, facts: { ...STRONG, mlflow: PLUGIN } });
      expect(login?.nativeRoutes ?? true).toBe(true);
    }
  });
});

describe("where it is asked", () => {
  it.each([
    [[], ["127.0.0.1"]],
    [["--host", "192.168.1.20"], ["192.168.1.20"]],
    [["--host", "::1"], ["::1"]],
    [OPEN, ["127.0.0.1", "192.168.1.20"]],
    [
      ["--host", "::"],
      ["::1", "127.0.0.1", "192.168.1.20", "fd00::20"],
    ],
  ])("%j: %j", (words, addresses) => {
    expect(addressesOf({ words, facts: STRONG })).toEqual(addresses);
  });

  it("leaves out addresses that need an interface's name", () => {
    const interfaces = [
      { interface: "eth0", address: "fe80::1%eth0" },
      { interface: "eth0", address: "fe80::2" },
      { interface: "eth0", address: "2001:db8::fe80" },
      { interface: "eth0", address: "10.0.0.7" },
    ];
    const words = ["--host", "::"];
    expect(addressesOf({ words, facts: { ...STRONG, interfaces } })).toEqual([
      "::1",
      "127.0.0.1",
      "2001:db8::fe80",
      "10.0.0.7",
    ]);
  });

  it("is below the prefix, with TLS where the server speaks it", () => {
    const tls = ["--guard-tls-cert", "c.pem", "--guard-tls-key", "k.pem"];
    expect(expectedOf({ words: ["--static-prefix", "/ml", ...tls] })).toMatchObject({
      prefix: "/ml",
      tls: true,
    });
    expect(expectedOf({})).toMatchObject({ prefix: "", tls: false });
  });
});

describe("the host check", () => {
  it.each([
    ["MLflow's own", {}, true],
    ["a list of names", { words: ["--allowed-hosts", "mlflow.example"] }, true],
    ["one domain", { words: ["--allowed-hosts", "*.mlflow.example"] }, true],
    ["a list that admits everybody", { words: ["--allowed-hosts", "a.example,*"] }, false],
    ["a check that is switched off", { words: ["--disable-security-middleware"] }, false],
    ["an MLflow without one", { facts: { mlflow: { ...MLFLOW, version: "3.4.0" } } }, false],
  ])("is expected for %s: %s", (_what, scene: Scene, checked) => {
    expect(expectedOf(scene).hostsChecked).toBe(checked);
  });
});
