import { nameWords } from "../shell/name-words.ts";
import { shellQuote } from "../shell/quote.ts";
import type { Action, UserRequest } from "./request.ts";

/** The command that does this to an account of the same server, asked by the same admin. */
export function commandFor(
  program: string,
  request: UserRequest,
  action: Action,
  name: string | undefined,
): string {
  return written(program, action, name, sameServer(request));
}

/** The same command, with the server's URL typed into it. */
export function commandAgain(program: string, request: UserRequest, url: string): string {
  const options = [...sameServer({ ...request, url }), ...sameAction(request)];
  return written(program, request.action, request.name || undefined, options);
}

function written(
  program: string,
  action: Action,
  name: string | undefined,
  options: readonly string[],
): string {
  const words = name === undefined ? options : nameWords(name, options);
  return [program, "user", action, ...words].join(" ");
}

/** The options by which the same server is asked by the same admin. */
function sameServer({ url, admin, adminPasswordFile, envFile }: UserRequest): string[] {
  return [
    { name: "url", value: url },
    { name: "admin", value: admin },
    { name: "admin-password-file", value: adminPasswordFile },
    { name: "env-file", value: envFile },
  ].flatMap(({ name, value }) => (value === undefined ? [] : [optionText(name, value)]));
}

/** The options that belong to what is done. */
function sameAction({ passwordFile, prompt, yes, json }: UserRequest): string[] {
  return [
    ...(passwordFile === undefined ? [] : [optionText("password-file", passwordFile)]),
    ...(prompt ? ["--prompt"] : []),
    ...(yes ? ["--yes"] : []),
    ...(json ? ["--format json"] : []),
  ];
}

function optionText(name: string, value: string): string {
  return `--${name}${value.startsWith("-") ? "=" : " "}${shellQuote(value)}`;
}
