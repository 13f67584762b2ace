import type { Rule } from "../types.ts";

export const initMissing: Rule = {
  id: "init-missing",
  title: "No init stands in front of this process",
  severities: ["warning"],
  why: "processes that outlive their parent stay as zombies, and a signal has no default effect on PID 1",
  check: ({ facts }) =>
    facts.isPid1
      ? [
          {
            severity: "warning",
            what: "this process is PID 1 itself, the one that has to collect what others leave behind",
            origin: { kind: "default", name: "PID 1" },
            repairs: [],
            notes: [
              { kind: "docker", text: "docker run --init ..." },
              {
                kind: "note",
                text: 'or with tini in the image: ENTRYPOINT ["tini", "--", "mlflow-guard", "server"]',
              },
            ],
          },
        ]
      : [],
};
