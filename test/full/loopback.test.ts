import { afterEach, describe, expect, it } from "vitest";
import { freePort, SMALL } from "../support/guard.ts";
import { leftOut } from "../support/needs.ts";
import { makeNetwork, type Network, networkMissing } from "../support/network.ts";
import { makeServerFolder } from "../support/store.ts";
import { pair } from "../support/wires.ts";

const missing = networkMissing();
const CLAIM = ["--guard-published", "loopback"];
const NO_IPV6 = "/proc/sys/net/ipv6/conf/all/disable_ipv6";

describe("a host without the address that is asked", leftOut(missing), () => {
  let network: Network | undefined;
  afterEach(() => network?.remove());

  async function prepare(more: readonly string[]) {
    const made = await makeNetwork("loopback", pair(["10.66.0.1/24"], more));
    network = made;
    const port = String(await freePort());
    const where = { cwd: makeServerFolder(), env: { ...SMALL, container: "docker" } };
    const run = (words: readonly string[]) =>
      made.guard(["server", "--port", port, ...words], where);
    const ended = async (words: readonly string[]) => {
      const { code, stderr } = await run(words).ended;
      return [code, stderr.replace(/\s+/g, " ")];
    };
    const withoutIpv6 = () => made.start("server", "/bin/sh", ["-c", `echo 1 > ${NO_IPV6}`]).ended;
    return { run, ended, withoutIpv6 };
  }

  it("is told at once that IPv6 is off, and what to use instead; that starts", async () => {
    const { run, ended, withoutIpv6 } = await prepare([]);
    expect((await withoutIpv6()).code).toBe(0);
    expect(await ended(["--host", "::", ...CLAIM])).toEqual([
      71,
      expect.stringMatching(
        /::1 is no address of this machine: IPv6 is off here.* --host 0\.0\.0\.0/,
      ),
    ]);
    expect(await ended(["--host", "::1"])).toEqual([
      71,
      expect.stringMatching(/::1 is no address of this machine: IPv6 is off.* --host 127\.0\.0\.1/),
    ]);
    const guard = run(["--host", "0.0.0.0", ...CLAIM]);
    await guard.ready();
    expect((await guard.stop()).code).toBe(0);
  }, 240_000);

  it.each([
    [[]],
    [["--host", "0.0.0.0", ...CLAIM]],
  ])("is told at once that loopback is down: %j", async (words) => {
    const { ended } = await prepare(["link set lo down"]);
    expect(await ended(words)).toEqual([
      71,
      expect.stringMatching(
        /127\.0\.0\.1 is no address .*its loopback interface is down.* ip link set lo up/,
      ),
    ]);
  }, 60_000);
});
