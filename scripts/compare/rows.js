// What changed from one MLflow to the next, as the rows of the tables that have to follow.

/** Only what is there in one of both, and what is there in both but differs. */
function compared(before, after) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const isIn = (table, name) => Object.hasOwn(table, name);
  return {
    added: names.filter((name) => !isIn(before, name)),
    gone: names.filter((name) => !isIn(after, name)),
    changed: names.filter(
      (name) =>
        isIn(before, name) &&
        isIn(after, name) &&
        JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    ),
  };
}

/** Options by name, without what the table has elsewhere. */
const byName = (options) => Object.fromEntries(options.map((option) => [option.name, option]));

/** A row of MLFLOW_OPTIONS. */
export function optionRow({ name, short, off, kind, env, min, max }, since) {
  const known = { name, short, off, kind, env, since, min, max };
  const pairs = Object.entries(known).filter(([, value]) => value !== null && value !== undefined);
  return `{ ${pairs.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")} },`;
}

function options(before, after) {
  const [old, now] = [byName(before.options), byName(after.options)];
  const { added, gone, changed } = compared(old, now);
  const differences = (name) =>
    Object.keys(now[name])
      .filter((key) => JSON.stringify(old[name][key]) !== JSON.stringify(now[name][key]))
      .map(
        (key) => `${key} ${JSON.stringify(old[name][key])} -> ${JSON.stringify(now[name][key])}`,
      );
  return [
    ...added.map((name) => `+ ${optionRow(now[name], after.version)}`),
    ...gone.map((name) => `- --${name}`),
    ...changed.map((name) => `~ --${name}: ${differences(name).join(", ")}`),
  ];
}

/** @param isProtection tells the variables by which people protect a server. */
function variables(before, after, isProtection) {
  const { added, gone, changed } = compared(before.variables, after.variables);
  const row = (name) => (isProtection(name) ? `"${name}",` : name);
  const value = (facts, name) => JSON.stringify(facts.variables[name]);
  return [
    ...added.map((name) => `+ ${row(name)} (default ${value(after, name)})`),
    ...gone.map((name) => `- ${row(name)}`),
    ...changed.map((name) => `~ ${name}: ${value(before, name)} -> ${value(after, name)}`),
  ];
}

/** The answer of a login that covers a route. */
const ASKED = 401;

function routes(before, after) {
  const { added, gone, changed } = compared(before.routes, after.routes);
  const login = (status) =>
    status === ASKED ? "the login asks" : `NO LOGIN: ${status ?? "silence"}`;
  return [
    ...added.map((route) => `+ ${route} (${login(after.routes[route])})`),
    ...gone.map((route) => `- ${route}`),
    ...changed.map(
      (route) => `~ ${route}: ${login(before.routes[route])} -> ${login(after.routes[route])}`,
    ),
  ];
}

function requirements(before, after) {
  const table = (list) =>
    Object.fromEntries(
      list.map((text) => {
        const [, name = text, rest = ""] = /^([\w.-]+)(.*)$/.exec(text) ?? [];
        const extra = /extra\s*==\s*["']([^"']+)/.exec(rest)?.[1];
        return [extra ? `${name} [${extra}]` : name, rest.replace(/;.*/, "").trim()];
      }),
    );
  const [old, now] = [table(before.requires), table(after.requires)];
  const { added, gone, changed } = compared(old, now);
  return [
    ...added.map((name) => `+ ${name} ${now[name]}`.trim()),
    ...gone.map((name) => `- ${name}`),
    ...changed.map((name) => `~ ${name}: ${old[name] || "any"} -> ${now[name] || "any"}`),
  ];
}

/**
 * All that changed, below the file that has to follow.
 * @param before what facts.py has printed of the older one.
 */
export function rows(before, after, isProtection) {
  const parts = [
    ["options: src/mlflow/options/options.ts", options(before, after)],
    [
      "variables: src/mlflow/options/server-variables.ts (READ_BY_MLFLOW: those in quotes)",
      variables(before, after, isProtection),
    ],
    [
      "routes: test/fixtures/routes.tsv (scripts/routes.js), src/mlflow/login/sensitive-paths.ts",
      routes(before, after),
    ],
    [
      "dependencies: python/ (npm run lock), src/mlflow/versions/requirements.ts",
      requirements(before, after),
    ],
  ];
  return parts.flatMap(([title, lines]) => [title, ...(lines.length > 0 ? lines : ["="]), ""]);
}
