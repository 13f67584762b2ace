import { init } from "../init/init.ts";
import { initClient } from "../init/init-client.ts";
import { type Definition, optional, strings, valued } from "./definition.ts";

export const INIT: Definition = {
  usage: `mlflow-guard init

Writes the secrets of a login into a private env file (.env), or with
--directory a file for each secret; what is there stays.`,
  examples: [
    ["mlflow-guard init", "a private .env, which server reads"],
    ["mlflow-guard init --directory secrets", "a file for each secret, for a container"],
  ],
  exitCodes: [
    ["0", "done"],
    ["64", "wrong usage"],
    ["73", "a file could not be written"],
    ["130", "Ctrl-C at a question"],
  ],
  repeatable: ["rotate"],
  options: {
    file: valued("the env file to write (default .env)"),
    directory: valued("write a folder with a file for each secret"),
    rotate: {
      type: "array",
      string: true,
      nargs: 1,
      describe: "replace this secret by a new one, and say what that breaks",
    },
    print: {
      type: "boolean",
      describe: "write nothing; print new secrets once, for a pipe into a secret store",
    },
    client: {
      type: "boolean",
      describe: "write ~/.mlflow/credentials, so that notebooks need no code",
    },
    username: valued("with --client: the account (default: the admin)"),
    "password-file": valued("with --client: a file that holds its password"),
    replace: {
      type: "boolean",
      describe: "with --client: replace another account that is there",
    },
  },
  run: (values, ports) => {
    const named = {
      file: optional(values.file),
      directory: optional(values.directory),
      rotate: strings(values.rotate),
      print: values.print === true,
      stray: strings(values._)[0],
      ofClient: ["username", "password-file", "replace"]
        .filter((name) => values[name] !== undefined)
        .map((name) => `--${name}`),
    };
    const client = {
      username: optional(values.username),
      passwordFile: optional(values["password-file"]),
      replace: values.replace === true,
    };
    return values.client === true ? initClient({ ...named, ...client }, ports) : init(named, ports);
  },
};
