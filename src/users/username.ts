import type { UsageProblem } from "../intent/types.ts";
import { LONGEST_USERNAME } from "../mlflow/login/user-routes.ts";

/** A part of a name that no shell, terminal or header carries unharmed: controls, bidi marks, what is no character. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\ufffd]/u;

/**
 * Why nobody could log in under this name, or read it on a terminal; null where it is a good one. The name is not
 * repeated: what stands behind a colon may be a password.
 */
export function nameProblem(name: string): UsageProblem | null {
  const length = [...name].length;
  if (name === "") return wrong("is empty");
  if (name.startsWith("-")) return wrong("starts with a dash, as options do");
  if (name.includes(":"))
    return wrong("has a colon, where HTTP basic auth cuts the name from the password");
  if (INVISIBLE.test(name)) return wrong("has a control or invisible character");
  if (name !== name.trim()) return wrong("has blanks around it");
  return length > LONGEST_USERNAME
    ? wrong(`has ${length} characters, MLflow keeps ${LONGEST_USERNAME}`)
    : null;
}

function wrong(what: string): UsageProblem {
  return { what: `the user name ${what}`, fix: "choose a plain one: ada, or ada@example.com" };
}
