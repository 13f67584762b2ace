import { describe, expect, it } from "vitest";
import { bindLiteral, buildPlan } from "../../src/plan/build-plan.ts";
import { healthUrl, localUrl } from "../../src/plan/urls.ts";
import { decisionOf, factsOf, intentOf, MLFLOW } from "../support/world.ts";
import { PLACE, planOf, valueIn } from "./planned.ts";

const OPEN = ["--host", "0.0.0.0"];

describe("where a server is asked", () => {
  it.each([
    [{ tls: false, address: "127.0.0.1", prefix: "" }, 5000, "http://127.0.0.1:5000"],
    [{ tls: true, address: "::1", prefix: "/ml" }, 5001, "https://[::1]:5001/ml"],
  ])("%j, port %d: %s", (place, port, url) => {
    expect([localUrl(place, port), healthUrl(place, port)]).toEqual([url, `${url}/health`]);
  });
});

describe("the address of a plan", () => {
  it.each([
    ["localhost", {}, "127.0.0.1"],
    ["box", { box: ["fd00::20", "10.0.0.7"] }, "10.0.0.7"],
    ["box", { box: ["fd00::20"] }, "fd00::20"],
    ["box", { box: ["::ffff:10.0.0.7"] }, "10.0.0.7"],
  ])("of %s with %j is one literal, %s", (host, hosts, address) => {
    const plan = planOf({ words: ["--host", host], hosts });
    expect(valueIn(plan, "--host")).toBe(address);
    expect(plan.listeners).toEqual([{ address, port: 5000 }]);
  });

  it.each([
    [[], "http://127.0.0.1:5000"],
    [["--host", "::1"], "http://[::1]:5000"],
    [OPEN, "http://192.168.1.20:5000"],
    [["--host", "::"], "http://192.168.1.20:5000"],
    [["--host", "192.168.1.20"], "http://192.168.1.20:5000"],
    [["--static-prefix", "/ml"], "http://127.0.0.1:5000/ml"],
    [["--uvicorn-opts", "--no-access-log"], "http://127.0.0.1:5000"],
    [["--uvicorn-opts", "--ssl-certfile c.pem"], "https://127.0.0.1:5000"],
  ])("for clients, %j, is %s", (words, url) => {
    expect(planOf({ words }).url).toBe(url);
  });

  it("for clients is a local one where no other is known", () => {
    const local = [{ interface: "lo", address: "127.0.0.1" }];
    const url = (host: string) =>
      planOf({ words: ["--host", host], facts: { interfaces: local } }).url;
    expect([url("0.0.0.0"), url("::")]).toEqual(["http://127.0.0.1:5000", "http://[::1]:5000"]);
  });

  it.each([
    [[], "http://127.0.0.1:5000"],
    [["127.0.0.1"], "http://127.0.0.1:5000"],
    [["fe80::1%eth0"], "http://127.0.0.1:5000"],
    [["127.0.0.1", "fe80::1%eth0", "10.0.0.7", "10.0.0.8"], "http://10.0.0.7:5000"],
  ])("for clients, where a wildcard stands for %j", (addresses, url) => {
    const interfaces = addresses.map((address) => ({ interface: "x", address }));
    const bind = { kind: "literal", address: "0.0.0.0", addresses: ["0.0.0.0"] } as const;
    const decision = { ...decisionOf({ words: OPEN }) };
    const exposure = { ...decision.exposure, addresses };
    const facts = { ...factsOf({ words: OPEN }), interfaces, bind };
    const { intent } = intentOf({ words: OPEN });
    const plan = buildPlan(intent, facts, { ...decision, exposure }, MLFLOW, PLACE);
    expect(plan.url).toBe(url);
  });

  it.each([
    [[], "127.0.0.1"],
    [["::1"], "::1"],
    [["::1", "fd00::1"], "::1"],
    [["::ffff:10.0.0.7", "10.0.0.8"], "10.0.0.7"],
    [["fd00::1", "10.0.0.8"], "10.0.0.8"],
  ])("is the first IPv4 one of %j", (addresses, address) => {
    expect(bindLiteral(addresses)).toBe(address);
  });
});
