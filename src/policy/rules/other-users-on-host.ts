import type { OtherUser } from "../../facts/types.ts";
import { urlHost } from "../../net/address-class.ts";
import { BASIC_AUTH } from "../login/login.ts";
import { mergeRepairs } from "../repair/command.ts";
import { createSecrets } from "../repair/secret-repair.ts";
import type { Repair, Rule, World } from "../types.ts";

/** How many are named. */
const NAMED = 3;

export const otherUsersOnHost: Rule = {
  id: "other-users-on-host",
  title: "Other people on this machine reach the server without a login",
  severities: ["warning"],
  why: "a loopback address keeps other machines out, not other accounts of this one",
  check: (world) => {
    const { facts, exposure, login } = world;
    const { length } = facts.otherUsers;
    const local = exposure.bindLevel === "loopback" && !facts.container.inside;
    if (!local || login.app !== null || length === 0) return [];
    const who = length === 1 ? "1 other account has" : `${length} other accounts have`;
    const reach = length === 1 ? "it can reach" : "every one of them can reach";
    return [
      {
        severity: "warning",
        what: `${who} processes here (${nameThem(facts.otherUsers)}): ${reach} ${urlHost(exposure.requested)}:${exposure.port}`,
        origin: world.intent.host.origin,
        repairs: [askForLogin(world)],
      },
    ];
  },
};

function nameThem(users: readonly OtherUser[]): string {
  const names = users.slice(0, NAMED).map(({ uid, name }) => name ?? `uid ${uid}`);
  const more = users.length - names.length;
  return [names.join(", "), ...(more > 0 ? [`and ${more} more`] : [])].join(" ");
}

/** MLflow's --dev takes no app. */
function askForLogin(world: World): Repair {
  const app: Repair = { set: { "app-name": BASIC_AUTH }, drop: ["dev"] };
  return mergeRepairs([createSecrets(world), app]);
}
