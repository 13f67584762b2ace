/**
 * What is mutated together: the files, the tests that judge, whether a mutant may do harm outside, the score that is
 * asked for. Tests that take long for nearly every mutant and whose subject is elsewhere are left out.
 */
export const PARTS = {
  pure: {
    mutate:
      /^src\/(?:(?:intent|policy|plan)\/|server\/decide|watch\/sockets\/violations).*(?<!types)\.ts$/,
    tests: [
      "test/{intent,plan,policy,rules,server}/**/*.test.ts",
      "test/watch/sockets/violations.test.ts",
      "test/{docs,load}.test.ts",
    ],
    without: ["test/plan/origins-in-python.test.ts", "test/policy/random-remedies.test.ts"],
    caged: false,
    least: 95,
  },
  effects: {
    mutate:
      /^src\/(?:account-store|facts|init|install|launch|report|secrets|users|watch)\/(?!sockets\/violations).*(?<!types)\.ts$/,
    tests: [
      "test/{account-store,cli,commands,facts,files,help,init,install}/**/*.test.ts",
      "test/{launch,mlflow,report,secrets,server,terminal,users,watch}/**/*.test.ts",
      "test/{schema,words}.test.ts",
    ],
    without: ["test/secrets/{keys,lexicon-file}.test.ts"],
    caged: true,
    least: 85,
  },
};
