import { urlHost } from "../../net/address-class.ts";
import { shownWords } from "../../secrets/hide.ts";
import type { Answer } from "../../watch/login/ask.ts";
import type { Topic, Wanted, WrongAnswer } from "../../watch/types.ts";

const WANTED: Readonly<Record<Wanted, string>> = {
  "401": "401",
  "401-or-login": "401 or a redirect to the login",
  "403": "403",
  "403-or-401": "403 or 401",
};

/** What was asked, of whom and as whom. */
export function describeTopic(topic: Topic): string {
  switch (topic.as) {
    case "stranger":
      return `${where(topic)} without a password`;
    case "browser":
      return `${where(topic)} as a browser, without a password`;
    case "foreign-host":
      return `GET ${topic.path} with the foreign Host header ${topic.host}`;
    case "default-password":
      return `GET ${topic.path} with a published default password for ${topic.user}`;
  }
}

/** What was answered, and what should have been. */
export function describeWrong({ topic, answer, wanted }: WrongAnswer): string {
  return `${describeTopic(topic)} was answered ${shown(answer)}, not ${WANTED[wanted]}`;
}

function where({ method, path, address, port }: Extract<Topic, { method: string }>): string {
  return `${method} ${path} at ${urlHost(address)}:${port}`;
}

/** Characters of an address that are shown. */
const WIDTH = 200;

/** Without a query, which may carry what is secret, and without what a terminal would obey. */
function shown(answer: Answer): string {
  if (typeof answer !== "object") return String(answer);
  const bare = answer.location.replace(/[?#].*$/s, "").replace(/[^\x20-\x7e]/g, "?");
  return `${answer.status} to ${shownWords(bare, [], WIDTH)}`;
}
