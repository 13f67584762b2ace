/** One MLflow that is started with its login, on which Python, by which tests. */
export interface TestedLogin {
  readonly version: string;
  readonly python: string;
  /** `weekly` is `npm run test:matrix`. */
  readonly when: "long tests" | "weekly";
  /** The options without which its login would be refused. */
  readonly words?: readonly string[];
}

/** The oldest and the newest that people run, and those between, each with another Python where this machine has it. */
export const LOGIN_TESTED: readonly TestedLogin[] = [
  { version: "2.20.2", python: "3.10", when: "long tests" },
  { version: "3.17.2", python: "3.13", when: "long tests" },
  { version: "2.22.1", python: "3.11", when: "weekly" },
  { version: "3.1.4", python: "3.12", when: "weekly" },
  { version: "3.14.0", python: "3.13", when: "weekly" },
  { version: "3.16.0", python: "3.10", when: "weekly" },
  { version: "3.17.2", python: "3.12", when: "weekly" },
  {
    version: "3.8.1",
    python: "3.12",
    when: "long tests",
    words: ["--gunicorn-opts", "--timeout 60"],
  },
];

/** The versions on which `user` is tried, in the long tests. */
export const ACCOUNTS_TESTED = ["2.22.1", "3.1.4", "3.8.1", "3.12.0", "3.16.0"] as const;

/** On which Node the whole program is run, in the long tests. */
export const NODES_TESTED = ["20.19.0", "22", "24", "26"] as const;
