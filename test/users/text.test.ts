import { expect, it } from "vitest";
import { Secret } from "../../src/secrets/secret.ts";
import {
  renderDone,
  renderJsonList,
  renderList,
  renderPasted,
  renderRemark,
  SHOWN_ONCE,
} from "../../src/users/text.ts";

it("what was done, and what is to be known about it, wrap under their label", () => {
  const long = Array.from({ length: 20 }, () => "word").join(" ");
  expect(renderDone("ada\u001b is gone")).toBe("mlflow-guard: ada\\u{1b} is gone\n");
  expect(renderDone(long)).toMatch(/^mlflow-guard: word.*\n {2}word.*\n$/);
  expect(renderRemark("It works.")).toBe("  It works.\n");
  expect(renderRemark(long)).toMatch(/^ {2}word.*\n {2}word.*\n$/);
  expect(SHOWN_ONCE).toBe("  its password, which cannot be shown again:\n");
});

it("what the other machine pastes holds no password, and says where the URL holds", () => {
  const session = {
    ...{ base: "http://127.0.0.1:5000", client: "https://ml.example" },
    login: { name: "admin", password: new Secret("unusual-Falcon-71-drift") },
    ask: () => Promise.reject(new Error("nothing is asked")),
  };
  const lines = [
    "  for the other machine (sh, bash, zsh, fish); the last line asks for the password:",
    "    export MLFLOW_TRACKING_URI=https://ml.example",
    "    export MLFLOW_TRACKING_USERNAME='a b'",
    `    export MLFLOW_TRACKING_PASSWORD="$(python3 -c 'import getpass; print(getpass.getpass())')"`,
  ];
  expect(renderPasted({ ...session, loopback: false }, "a b")).toBe(`${lines.join("\n")}\n`);
  expect(renderPasted({ ...session, loopback: true }, "a b")).toBe(
    `${lines.join("\n")}\n  (this URL holds on this machine only)\n`,
  );
});

it("a list has a line for each account, or is JSON", () => {
  const accounts = [
    { username: "admin", isAdmin: true },
    { username: "zo\u00eb", isAdmin: false },
  ];
  expect(renderList(accounts)).toBe("admin  admin\nuser   zo\\u{eb}\n");
  expect(renderJsonList(accounts)).toBe(
    '[{"username":"admin","admin":true},{"username":"zo\\u00eb","admin":false}]\n',
  );
  expect([renderList([]), renderJsonList([])]).toEqual(["", "[]\n"]);
});
