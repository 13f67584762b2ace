import { expect, it } from "vitest";
import type { Typed } from "../../src/terminal/keys.ts";
import { Interrupted, NotDone } from "../../src/users/not-done.ts";
import { personAt } from "../../src/users/person.ts";

/** A person who types this, and what the terminal was told. */
function typing(typed: Typed) {
  const told: unknown[] = [];
  const person = personAt({
    ask: async (question, hidden) => {
      told.push([question, hidden ? "hidden" : "shown"]);
      return typed;
    },
    close: () => void told.push("closed"),
  });
  return { person, told };
}

it("a line is the answer, shown or hidden as it was asked for", async () => {
  const { person, told } = typing({ kind: "line", text: "yes" });
  expect(await person.ask("Sure? ")).toBe("yes");
  expect(await person.askHidden("Password: ")).toBe("yes");
  person.close();
  expect(told).toEqual([["Sure? ", "shown"], ["Password: ", "hidden"], "closed"]);
});

it("an interrupt ends the command, and says nothing", async () => {
  await expect(typing({ kind: "interrupt" }).person.ask("?")).rejects.toThrow(Interrupted);
});

it.each([
  [
    "unreadable",
    "what was typed is no text: an arrow, a tab, or not UTF-8",
    "run the command again, or give the password in a file",
  ],
  ["end", "nothing was typed", "run the command again"],
  ["suspend", "nothing was typed", "run the command again"],
] as const)("no answer is said: %s", async (kind, what, fix) => {
  const asked = typing({ kind }).person.askHidden("?");
  await expect(asked).rejects.toThrow(NotDone);
  await expect(asked).rejects.toMatchObject({ what, fix });
});
