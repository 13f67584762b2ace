import type { Rule } from "../types.ts";

export const secretFileReadable: Rule = {
  id: "secret-file-readable",
  title: "Others can read or write a file with secrets",
  why: "every account of this machine, and every process that got into one, can take or plant the secret",
  check: ({ facts }) =>
    facts.files
      .filter(({ othersRead, othersWrite }) => othersRead || othersWrite)
      .map(({ file, othersWrite }) => ({
        severity: othersWrite ? "error" : "warning",
        what: `${file} can be ${othersWrite ? "written" : "read"} by other users`,
        origin: { kind: "file", name: "mode", file },
        repairs: [{ chmod: [file] }],
      })),
};
