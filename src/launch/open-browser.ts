import open from "open";

/**
 * Opens a page in the browser of this user, by what the system has for that: xdg-open, open, PowerShell.
 * @returns what to say if nothing could be started; null if something was.
 */
export async function openBrowser(url: string): Promise<string | null> {
  try {
    await open(url);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "xdg-open is not on PATH" : String(code ?? "it failed");
    return `--guard-open could not open a browser (${why}); the page is ${url}`;
  }
}
