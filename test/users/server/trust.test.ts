import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { NotDone } from "../../../src/users/not-done.ts";
import type { Person } from "../../../src/users/person.ts";
import type { Target } from "../../../src/users/server/target.ts";
import { type Asking, trustIn } from "../../../src/users/server/trust.ts";
import { needs } from "../../support/needs.ts";

/** A server of this very process, which no launcher started. */
async function listener() {
  const server = createServer((socket) => void socket.on("error", () => {}));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const target = (base: string, more: Partial<Target> = {}): Target => ({
  ...{ base, client: base, clearText: false, named: "nobody", launchers: [], loopback: true },
  ...more,
});

/** Somebody who answers this, and what was asked. */
function answering(answer: string) {
  const questions: string[] = [];
  const person: Person = {
    ask: async (question) => {
      questions.push(question);
      return answer;
    },
    askHidden: () => Promise.reject(new Error("what is typed would be hidden")),
    close: () => {},
  };
  return {
    questions,
    asking: { admin: "eve", named: "guard user list --url U", terminal: () => person },
  };
}

const nobody: Asking = {
  admin: "eve",
  named: "guard user list --url U",
  terminal: () => {
    throw new NotDone("no terminal", "");
  },
};

const refusalOf = async (asked: Target, asking: Asking) => {
  const { what, fix } = await trustIn(asked, asking).then(
    () => ({ what: "trusted", fix: "" }),
    (error: NotDone) => error,
  );
  return [what, fix];
};

const socketTo = (remoteAddress: string | undefined) => ({ remoteAddress }) as Socket;

it("a URL that was typed gets the password over TLS, and else on this machine alone", async () => {
  const typed = (base: string) => trustIn(target(base, { named: "typed" }), nobody);
  const secured = await typed("https://ml.example");
  expect(await secured(socketTo("10.0.0.1"))).toBe(true);
  const plain = await typed("http://localhost:5000");
  expect(await plain(socketTo("127.0.0.1"))).toBe(true);
  expect(await plain(socketTo("::1"))).toBe(true);
  expect(await plain(socketTo("10.0.0.1"))).toBe(false);
  expect(await plain(socketTo(undefined))).toBe(false);
});

it("nothing is sent where nobody listens", async () => {
  expect(await refusalOf(target("http://127.0.0.1:1"), nobody)).toEqual([
    "http://127.0.0.1:1 cannot be asked: nobody listens there",
    "start the server: mlflow-guard server; or name it: --url URL",
  ]);
});

it(
  "a process that no launcher started is named, and a person is asked",
  needs("Linux"),
  async () => {
    const base = await listener();
    const name = readFileSync("/proc/self/comm", "utf8").trim();
    const why = `${base} is no server that mlflow-guard started for you: ${name} (process ${process.pid}) listens there`;
    expect(await refusalOf(target(base), nobody)).toEqual([
      `${why}. Nobody can be asked: there is no terminal; the password of eve was not sent`,
      "guard user list --url U",
    ]);
    const no = answering("y");
    expect(await refusalOf(target(base), no.asking)).toEqual([
      `${why}. Not confirmed; the password of eve was not sent`,
      "guard user list --url U",
    ]);
    expect(no.questions).toEqual([
      `${why}. Send the password of eve to ${base} all the same? Type yes: `,
    ]);
    const vouch = await trustIn(target(base), answering("yes").asking);
    expect(await vouch(socketTo("10.0.0.1"))).toBe(true);
  },
);

it("why a person is asked says what named the server, and where the password would go", async () => {
  const base = await listener();
  const clear = target(base, { named: "typed", clearText: true });
  expect(await refusalOf(clear, nobody)).toEqual([
    `a password to ${base} crosses the network in clear text. Nobody can be asked: there is no terminal; the password of eve was not sent`,
    "use its https:// URL, or a tunnel (ssh -N -L 5000:127.0.0.1:5000 HOST) and --url http://127.0.0.1:5000",
  ]);
  // Leads to this machine, and is no address of it.
  const named = base.replace("127.0.0.1", "0.0.0.0");
  const rest = ". Nobody can be asked: there is no terminal; the password of eve was not sent";
  expect(await refusalOf(target(named, { named: "variable" }), nobody)).toEqual([
    `${named} is no server that mlflow-guard started here; MLFLOW_TRACKING_URI names it, not this command${rest}`,
    "guard user list --url U",
  ]);
  expect(await refusalOf(target(named), nobody)).toEqual([
    `${named} cannot be seen to be the server that mlflow-guard started${rest}`,
    "guard user list --url U",
  ]);
});

it("an error that is no answer goes on", async () => {
  const terminal = () => {
    throw new RangeError("mistake");
  };
  const asked = trustIn(target(await listener()), { ...nobody, terminal });
  await expect(asked).rejects.toThrow(RangeError);
});
