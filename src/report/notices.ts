import { describeTopic, describeWrong } from "../launch/life/describe-question.ts";
import { LONGEST_BLINDNESS } from "../watch/sockets/blindness.ts";
import type { Notice } from "../watch/types.ts";
import { at, describeLost, describeNoLook, ownerOf } from "./endings/violations.ts";

/** What the watch has seen that stops nothing, in words. */
export function describeNotice(notice: Notice): string {
  switch (notice.code) {
    case "local-listener":
      return `${ownerOf(notice.listener)} of this launch also listens on ${at(notice.listener)}, for this machine only; whether it asks for a login was not tried`;
    case "udp-socket":
      return `${ownerOf(notice.listener)} of this launch takes UDP packets from other machines at ${at(notice.listener)}; MLflow has no use for them, a library of it may`;
    case "unix-socket":
      return `${notice.command} of this launch listens on the UNIX socket ${notice.path}, ${CONNECTS[notice.door]}`;
    case "sockets-not-seen":
      return `could not look at the sockets of process ${notice.pid}, which MLflow started`;
    case "answer-not-promised":
      return describeWrong(notice);
    case "no-usable-answer":
      return `no usable answer: ${describeTopic(notice.topic)}`;
    case "took-no-question":
      return `process ${notice.pids.join(", ")} holds the listener and took no question`;
    case "older-admin-password":
      return "MLflow does not take the configured admin password: the account is older and keeps the password it has";
    case "admin-password-not-tried":
      return "the configured admin password was not tried: whose process took the connection could not be seen";
    case "folder-restored":
      return `the private folder ${notice.path} was removed, or a file in it; it was written again with the same content`;
    case "folder-not-restored":
      return `${describeLost(notice)}: a worker that starts fails`;
    case "cannot-look":
      return `${describeNoLook(notice.error)}; ${notice.exposed ? STOPS_SOON : GOES_ON}`;
    case "can-look-again":
      return `the processes and sockets of the server can be looked at again, after ${notice.seconds} s`;
  }
}

const STOPS_SOON = `if that lasts ${LONGEST_BLINDNESS / 1000} s, the server is stopped`;
const GOES_ON = "it goes on unwatched, for this machine only, until that ends";

const CONNECTS = {
  others: "which other users can write to",
  moved: "which is no longer where it was bound: whether other users can write to it is not known",
} as const;
