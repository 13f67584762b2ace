import { describeWrong } from "../../launch/life/describe-question.ts";
import { urlHost } from "../../net/address-class.ts";
import { describeNetwork } from "../../policy/exposure/describe-network.ts";
import type { Endpoint } from "../../watch/sockets/socket-table.ts";
import type { Listener, Violation } from "../../watch/types.ts";

/** A violation in words: what was seen, and the likely cause. */
export interface ViolationWords {
  readonly what: string;
  readonly cause: string;
}

export function describeViolation(violation: Violation): ViolationWords {
  switch (violation.id) {
    case "stray-listener":
      return stray(violation.listener, violation.approved);
    case "foreign-listener":
      return {
        what: `${ownerOf(violation.listener)}, which is not of this launch, listens on ${at(violation.listener)}: clients of this server would reach it, and give it their passwords`,
        cause: "another program took the address after it was found free",
      };
    case "login-not-asked":
    case "default-password-accepted":
    case "foreign-host-accepted":
      return {
        what: describeWrong(violation),
        cause:
          "something that MLflow loads changed who is asked: a plugin, a Python module, the authorization config or a prefix",
      };
    case "private-folder-exchanged":
      return {
        what: `the private folder ${violation.path} was exchanged, or a file in it: a worker that starts would read what somebody else wrote`,
        cause: "it was removed, and another account or program made it anew",
      };
    case "private-folder-lost":
      return {
        what: describeLost(violation),
        cause: "something cleans the folder that it is in, or the disk is full",
      };
    case "cannot-look":
      return {
        what: `${describeNoLook(violation.error)} for ${violation.seconds} s`,
        cause: "the launcher, or this system, ran out of open files or memory",
      };
    case "claimed-network-changed":
      return {
        what: `the network is not what the claim says any more: ${describeNetwork(violation.against)}`,
        cause:
          "this container was connected to another network, or given an address, after the start",
      };
  }
}

function stray(listener: Listener, approved: readonly Endpoint[]): ViolationWords {
  const moved = approved.some(({ port }) => port === listener.port);
  return {
    what: `${ownerOf(listener)} of this launch listens on ${at(listener)}, approved was ${approved.map(at).join(", ")}`,
    cause: moved
      ? "something that MLflow loads changed the bind address: a Python module, a plugin or the configuration of its server"
      : "something that MLflow loads or starts opened a listener of its own: a plugin, a job function, a Python module or the configuration of its server",
  };
}

/** @param error the system's code. */
export function describeLost({ path, error }: { path: string; error: string }): string {
  return `the private folder ${path} was removed and cannot be written again (${error})`;
}

/** @param error the system's code. */
export function describeNoLook(error: string): string {
  return `could not look at the processes and sockets of the server (${error})`;
}

export function ownerOf({ pid, command }: Listener): string {
  return pid === 0 ? command : `${command} (process ${pid})`;
}

export function at({ address, port }: Endpoint): string {
  return `${urlHost(address)}:${port}`;
}
