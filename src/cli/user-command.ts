import { wordProblem } from "../users/request.ts";
import { type Definition, valued } from "./definition.ts";

const USAGE = `mlflow-guard user add NAME | list | passwd NAME | remove NAME

Accounts of a running server, by MLflow's own API.

  add     make an account; its password is made, and shown once
  list    every account, and who is an admin
  passwd  give an account a new password; with --offline in the store itself
  remove  take an account away; what the person made stays

Who asks is an admin (for the own password, anybody). The admin's password comes
from a file, an env file (.env here, too), MLFLOW_AUTH_ADMIN_PASSWORD or its
_FILE, else you are asked at the terminal; never from the command line. It goes
to the server that you started here and to a --url you typed, by https or on
this machine; for any other you are asked first. A certificate of your own
authority: NODE_EXTRA_CA_CERTS=ca.pem. HTTP_PROXY and the like are not used.`;

/** Accounts. */
export const USER: Definition = {
  usage: USAGE,
  examples: [
    ["mlflow-guard user add ada", "an account for Ada on the server that was started here"],
    ["mlflow-guard user list --url https://mlflow.example.com", "who has an account there?"],
  ],
  exitCodes: [
    ["0", "done"],
    ["1", "not done"],
    ["64", "wrong usage"],
    ["73", "done, and stdout could not be written"],
    ["130", "Ctrl-C at a question"],
  ],
  problem: wordProblem,
  options: {
    url: valued(
      "the server, with its path if it has one [MLFLOW_TRACKING_URI, else the one that was started here, else http://127.0.0.1:5000]",
    ),
    admin: valued("the account that asks [MLFLOW_AUTH_ADMIN_USERNAME, else admin]"),
    "admin-password-file": valued("a file with the password of that account"),
    "env-file": {
      ...valued("an env file as init writes it, with the name and password of that account"),
      alias: "guard-env-file",
    },
    "password-file": valued("add, passwd: a file with the new password"),
    prompt: {
      type: "boolean",
      describe: "add, passwd: type the new password at the terminal",
    },
    yes: { type: "boolean", describe: "remove: without asking" },
    offline: {
      type: "boolean",
      describe: "passwd: in the store itself, without a server and the old password",
    },
    "guard-mlflow": valued("passwd --offline: the MLflow whose libraries are used"),
    format: { choices: ["text", "json"], describe: "list: text or json" },
  },
  run: async (values, ports) => (await import("../commands/user.ts")).user(values, ports),
};
