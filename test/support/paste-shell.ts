import { split } from "shlex";
import type { Outcome } from "../../src/server/decide.ts";
import type { Machine } from "./machine.ts";

/** What the person has put where a printed command asks for it. */
const TYPED = "sqlite:///typed.db";

/** Runs a printed command as a shell would, up to the server, which only decides. */
export async function pasteInto(machine: Machine, command: string): Promise<Outcome> {
  const env = { ...machine.env };
  for (const text of command.split(" && ")) {
    if (/^test -n "\$\w+" \|\| ! echo '[^']+' >&2$/.test(text)) continue;
    const [, exported, source] = /^export (\w+)="\$(\w+)"$/.exec(text) ?? [];
    const key = /^sh -c 'umask 077; set -C; openssl rand -base64 32 > (\S+)'$/.exec(text)?.[1];
    if (exported && source) env[exported] = env[source] || TYPED;
    else if (key) machine.write(key, `${"Jq3tests0nly9vX0ZpLw2mKc7RtYb5Hd8NsQw4Er7"}\n`);
    else {
      const { argv, own } = readCommand(split(text), env);
      if (argv[1] === "server" || argv[2] === "server") {
        return machine.decide(argv.slice(argv.indexOf("server") + 1), own);
      }
      machine.step(argv, own);
    }
  }
  throw new Error(`no server in ${command}`);
}

/** `env -u NAME NAME=value program …` */
function readCommand(words: readonly string[], env: Readonly<Record<string, string>>) {
  const own = { ...env };
  const left: string[] = [...words];
  if (left[0] !== "env") return { argv: left, own };
  left.shift();
  for (;;) {
    const first: string = left[0] ?? "";
    const second: string = left[1] ?? "";
    const [, name, value] = /^(\w+)=(.*)$/s.exec(first) ?? [];
    if (first === "-u") {
      delete own[second];
      left.splice(0, 2);
    } else if (name !== undefined && value !== undefined) {
      own[name] = value;
      left.shift();
    } else return { argv: left, own };
  }
}
