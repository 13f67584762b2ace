import { execFileSync } from "node:child_process";

/** Runs git in that folder, without anybody's configuration. */
export function git(folder: string, ...words: string[]): void {
  const own = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  execFileSync("git", ["-C", folder, "-c", "user.name=x", "-c", "user.email=x@x", ...words], {
    env: { ...process.env, ...own },
    stdio: "pipe",
  });
}
