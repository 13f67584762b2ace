/**
 * The longest line that is looked at; the rest of a longer one is passed on and not read. A request may have 64 KiB
 * (h11, httptools), and uvicorn writes each byte of its path as three.
 */
const LONGEST = 262_144;

const NEWLINE = 10;

/** Colours and styles of a terminal (ECMA-48, SGR). */
const STYLE = /\u001b\[[0-9;]*m/g;

/**
 * Cuts a stream of bytes into lines for those who read along.
 * @returns takes the next bytes and calls back for each line that ends in them, without its end and without colours.
 */
export function splitLines(read: (line: string) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    let from = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, from);
      if (end === -1) break;
      const part = bytes.subarray(from, end);
      const line = rest.length === 0 ? part : Buffer.concat([rest, part]);
      rest = Buffer.alloc(0);
      read(line.subarray(0, LONGEST).toString("utf8").replace(STYLE, "").trimEnd());
      from = end + 1;
    }
    const tail = bytes.subarray(from, from + LONGEST - rest.length);
    if (tail.length > 0) rest = Buffer.concat([rest, tail]);
  };
}
