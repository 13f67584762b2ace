import { expect, it } from "vitest";
import { Secret } from "../../src/secrets/secret.ts";
import { newPassword } from "../../src/users/new-password.ts";
import type { Person } from "../../src/users/person.ts";
import type { UserRequest } from "../../src/users/request.ts";
import { makeFolder } from "../support/guard.ts";
import { REQUEST } from "../support/user-request.ts";

const GOOD = "unusual-Falcon-71-drift";

/** What comes of it, and what was asked of the person, who answers this. */
async function chosen(
  more: Partial<UserRequest>,
  { files = {}, typed = [], admins = null }: Given = {},
) {
  const questions: string[] = [];
  const answers = [...typed];
  const person: Person = {
    askHidden: async (question) => {
      questions.push(question);
      return answers.shift() ?? "";
    },
    ask: () => Promise.reject(new Error("what is typed would be shown")),
    close: () => {},
  };
  const request = { ...REQUEST, action: "add", name: "ada", ...more } as const;
  const admin = admins === null ? null : new Secret(admins);
  const made = newPassword(request, makeFolder(files), admin, () => person);
  const result = await made.then(
    ({ password, generated }) => ({ password: password.reveal(), generated }),
    ({ what, fix }) => ({ what, fix }),
  );
  return { ...result, questions };
}

interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly typed?: readonly string[];
  readonly admins?: string | null;
}

const ASKED = ["New password of ada: ", "The same again: "];
const OTHER = "choose another, or leave --prompt and --password-file away to have one made";

it("a new password is made, where none is given, and each time another", async () => {
  const [one, other] = [await chosen({}), await chosen({})];
  for (const made of [one, other])
    expect(made).toEqual({
      password: expect.stringMatching(/^[\w-]{24}$/),
      generated: true,
      questions: [],
    });
  expect(one).not.toEqual(other);
});

it("it is taken from a file, or from who types it twice", async () => {
  expect(await chosen({ passwordFile: "pw" }, { files: { pw: `${GOOD}\n` } })).toEqual({
    password: GOOD,
    generated: false,
    questions: [],
  });
  expect(await chosen({ prompt: true }, { typed: [GOOD, GOOD] })).toEqual({
    password: GOOD,
    generated: false,
    questions: ASKED,
  });
});

it("it is not taken where the two differ", async () => {
  expect(await chosen({ prompt: true }, { typed: [GOOD, `${GOOD}x`] })).toEqual({
    what: "the two passwords differ",
    fix: "run the command again",
    questions: ASKED,
  });
});

const GUESSED = "it can be guessed";

it.each([
  ["hunter2", null, "it has 7 characters, 12 are needed"],
  [GOOD, GOOD, "another secret has the same value"],
  ["", null, "it has 0 characters, 12 are needed"],
  ["mlflowmlflow", null, GUESSED],
  ["passwordpassword", null, GUESSED],
])("it is not taken where it is weak: %s", async (typed, admins, why) => {
  const refused = { what: `the new password is weak: ${why}`, fix: OTHER, questions: ASKED };
  expect(await chosen({ prompt: true }, { typed: [typed, typed], admins })).toEqual(refused);
});

it.each([
  ["mlflow", "ada", "Falcon-mlflow-71"],
  ["admin", "ada", "Falcon-admin-71"],
  ["the name of the account", "quivrendal", "Quivrendal-71-b"],
])("it is not taken where too little is left of it without %s", async (_word, name, typed) => {
  const given = { typed: [typed, typed] };
  const refused = { what: `the new password is weak: ${GUESSED}`, fix: OTHER };
  expect(await chosen({ prompt: true, name }, given)).toMatchObject(refused);
  if (name !== "ada")
    expect(await chosen({ prompt: true }, given)).toMatchObject({ password: typed });
});
