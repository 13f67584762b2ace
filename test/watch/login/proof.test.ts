import { describe, expect, it } from "vitest";
import { describeTopic, describeWrong } from "../../../src/launch/life/describe-question.ts";
import type { Expectations } from "../../../src/plan/types.ts";
import { describeViolation } from "../../../src/report/endings/violations.ts";
import {
  type Asked,
  type Asking,
  conclude,
  judgeStranger,
  type Proof,
} from "../../../src/watch/login/proof.ts";

const LOGIN = {
  open: [],
  browsers: false,
  nativeRoutes: true,
  defaults: [],
  admin: null,
};
const OWN: readonly string[] = [];
const KNOWN = ["/login", "/oidc/ui"];
const VERSION = { method: "GET", path: "/version", native: false } as const;

function asking(redirects: readonly string[] | "anywhere"): Asking {
  const expected: Expectations = {
    login: { ...LOGIN, redirects },
    address: "::1",
    otherAddresses: ["127.0.0.1"],
    prefix: "",
    tls: false,
    hostsChecked: true,
  };
  return { expected, port: 5000, asked: () => {} };
}

const asked = (passes: boolean, answer: Asked["answer"], optional = false): Asked => ({
  topic: { as: "stranger", method: "GET", path: `/${answer}`, address: "::1", port: 5000 },
  answer,
  wanted: "401",
  passes,
  optional,
});

/** A proof as it is said. */
const said = ({ violation, unanswered, warnings }: Proof) => ({
  violation: violation && { id: violation.id, ...describeViolation(violation) },
  unanswered: unanswered.map(describeTopic),
  warnings: warnings.map(describeWrong),
});

const question = (answer: Asked["answer"]) => `GET /${answer} at [::1]:5000 without a password`;

describe("the answer to a stranger", () => {
  it.each([
    [401, true, true],
    [304, false, false],
    // Without a Location it leads nowhere.
    [302, false, false],
    [299, false, false],
    [400, false, false],
    [200, false, false],
    [403, false, false],
    [404, false, false],
    [422, false, false],
    [500, false, false],
    ["moved", false, false],
    ["silent", false, false],
    ["closed", false, false],
  ] as const)("%s passes under MLflow's login: %s, under a plugin's: %s", (answer, own, plugin) => {
    const passes = (redirects: readonly string[] | "anywhere") =>
      judgeStranger(asking(redirects), VERSION, "::1", answer).passes;
    expect([passes(OWN), passes("anywhere")]).toEqual([own, plugin]);
  });

  it.each([
    ["/login", true],
    ["/login?next=%2F", true],
    ["/oidc/ui", true],
    ["/oidc/ui/", true],
    ["http://127.0.0.1:5000/oidc/ui", true],
    ["/", false],
    ["/loginx", false],
    ["/version/", false],
    ["/mlflow/login", false],
    ["/login/../version", false],
    ["//evil.example/login", false],
    ["https://evil.example/login", false],
    ["http://127.0.0.1:5001/login", false],
    ["http://[", false],
  ])("that redirects to %s passes under a plugin of which the login is known: %s", (to, passes) => {
    const answer = { status: 302, location: to };
    const under = (redirects: readonly string[] | "anywhere") =>
      judgeStranger(asking(redirects), VERSION, "::1", answer).passes;
    expect([under(KNOWN), under("anywhere"), under(OWN)]).toEqual([passes, true, false]);
  });

  it("is no redirect where nothing is modified", () => {
    const answer = { status: 304, location: "/login" };
    expect(judgeStranger(asking("anywhere"), VERSION, "::1", answer).passes).toBe(false);
  });

  it("may be missing where a wildcard need not reach", () => {
    const at = (address: string) => judgeStranger(asking(OWN), VERSION, address, "closed").passes;
    expect([at("127.0.0.1"), at("::1")]).toEqual([true, false]);
    expect(judgeStranger(asking(OWN), VERSION, "127.0.0.1", "silent").passes).toBe(false);
  });

  it("is told with its question", () => {
    expect(describeWrong(judgeStranger(asking(OWN), VERSION, "::1", 200))).toBe(
      "GET /version at [::1]:5000 without a password was answered 200, not 401",
    );
    const browser = { ...VERSION, accept: "text/html" };
    expect(describeWrong(judgeStranger(asking(KNOWN), browser, "::1", 200))).toBe(
      "GET /version at [::1]:5000 as a browser, without a password was answered 200, not 401 or a redirect to the login",
    );
  });
});

describe("all answers together", () => {
  it("show nothing wrong when each passes", () => {
    expect(conclude([asked(true, 401), asked(true, "closed")], true)).toEqual({
      violation: null,
      unanswered: [],
      warnings: [],
      asked: 2,
    });
  });

  it("are a violation when one is wrong, also where others are missing", () => {
    const all = [asked(false, "silent"), asked(true, 401), asked(false, 200), asked(false, 500)];
    const { violation, unanswered } = said(conclude(all, true));
    expect(violation?.what).toBe(`${question(200)} was answered 200, not 401`);
    expect(violation?.cause).toContain("changed who is asked");
    expect(unanswered).toEqual([question("silent")]);
  });

  it("are a warning where nobody promised it, and nothing where that has no answer", () => {
    const proof = conclude([asked(false, 200, true), asked(false, "silent", true)], true);
    expect(said(proof)).toEqual({
      violation: null,
      unanswered: [],
      warnings: [`${question(200)} was answered 200, not 401`],
    });
  });

  it.each([
    [{ as: "stranger", method: "GET", path: "/", address: "::1", port: 1 }, "login-not-asked"],
    [{ as: "browser", method: "GET", path: "/", address: "::1", port: 1 }, "login-not-asked"],
    [{ as: "foreign-host", path: "/", host: "a.invalid" }, "foreign-host-accepted"],
    [{ as: "default-password", path: "/", user: "admin" }, "default-password-accepted"],
  ] as const)("are named by what was asked: %j", (topic, id) => {
    expect(conclude([{ ...asked(false, 200), topic }], true).violation?.id).toBe(id);
  });

  it("tell where a redirect leads, without what it carries", () => {
    const answer = { status: 302, location: "/a\u001b[2J?token=hunter2" };
    expect(said(conclude([{ ...asked(false, 200), answer }], false)).violation?.what).toContain(
      "was answered 302 to /a?[2J, not 401",
    );
  });

  it("hold a server error for wrong at the start, and for no answer while it runs", () => {
    const all = [asked(false, 503)];
    expect(said(conclude(all, true)).violation?.what).toContain("was answered 503");
    expect(said(conclude(all, false))).toMatchObject({
      violation: null,
      unanswered: [question(503)],
    });
    for (const answer of [499, "moved"] as const)
      expect(conclude([asked(false, answer)], false).violation).not.toBeNull();
  });
});
