import { expect, it } from "vitest";
import { commandAgain, commandFor } from "../../src/users/command.ts";
import type { UserRequest } from "../../src/users/request.ts";
import { REQUEST } from "../support/user-request.ts";

const ASKED: Partial<UserRequest> = {
  url: "http://h:5000",
  admin: "-eve",
  adminPasswordFile: "my pw",
  envFile: "-.env",
};
const OPTIONS = "--url http://h:5000 --admin=-eve --admin-password-file 'my pw' --env-file=-.env";

it("another command asks the same server as the same admin, and does no more than it says", () => {
  const request = { ...REQUEST, prompt: true, yes: true, json: true, passwordFile: "f" };
  expect(commandFor("guard", request, "list", undefined)).toBe("guard user list");
  expect(commandFor("guard", request, "passwd", "ada")).toBe("guard user passwd ada");
  expect(commandFor("guard", request, "passwd", "-ada")).toBe("guard user passwd -- -ada");
  const asked = { ...request, ...ASKED };
  expect(commandFor("guard", asked, "list", undefined)).toBe(`guard user list ${OPTIONS}`);
  expect(commandFor("guard", asked, "remove", "a b")).toBe(`guard user remove 'a b' ${OPTIONS}`);
});

it("the same command again does the same, at the URL that is named", () => {
  const again = (more: Partial<UserRequest>) =>
    commandAgain("guard", { ...REQUEST, ...more }, "http://h:5000");
  expect(again({})).toBe("guard user list --url http://h:5000");
  expect(again({ json: true })).toBe("guard user list --url http://h:5000 --format json");
  expect(again({ action: "remove", name: "ada", yes: true })).toBe(
    "guard user remove ada --url http://h:5000 --yes",
  );
  expect(again({ action: "add", name: "-ada", prompt: true })).toBe(
    "guard user add --url http://h:5000 --prompt -- -ada",
  );
  expect(again({ action: "passwd", name: "ada", ...ASKED, passwordFile: "-f" })).toBe(
    `guard user passwd ada ${OPTIONS} --password-file=-f`,
  );
});
