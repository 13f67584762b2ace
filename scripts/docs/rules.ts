import { RULES } from "../../src/policy/registry.ts";
import type { Rule } from "../../src/policy/types.ts";
import { table } from "./table.ts";

const COLUMNS: Readonly<Record<string, (rule: Rule) => string>> = {
  rule: ({ id }) => `[${id}](../rules/${id}.md)`,
  severity: ({ severities }) => severities.join(", "),
  "can be waived": ({ waivable }) => (waivable ? "yes" : "no"),
  title: ({ title }) => title,
};

/** Every rule, in the order in which findings are shown. */
export function rules(): string {
  return table(
    Object.keys(COLUMNS),
    RULES.map((rule) => Object.values(COLUMNS).map((column) => column(rule))),
  );
}
