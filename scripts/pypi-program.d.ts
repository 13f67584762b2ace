/** Where the tests keep what they install once. */
export declare function testCache(): string;

/**
 * A program from PyPI, installed by pip into the user's cache.
 * @param how the name of its command, if that is another, extras in brackets, and a file with the hashes of all that is installed.
 * @returns the path of the command.
 */
export declare function pypiProgram(
  name: string,
  version: string,
  how?: { readonly command?: string; readonly extras?: string; readonly lock?: string },
): Promise<string>;
