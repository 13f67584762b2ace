/** Bytes at first; a message that is larger makes it grow. */
const SMALLEST = 65_536;

/**
 * Bytes that wait for their reader. They are copied into one of two buffers, which are used again: many small ones that
 * wait for long would stay in memory until the next full collection of garbage.
 */
export class Backlog {
  #filling: Buffer = Buffer.alloc(0);
  #spare: Buffer = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(bytes: Buffer): void {
    const length = this.#length + bytes.length;
    if (length > this.#filling.length) {
      const larger = Buffer.alloc(Math.max(SMALLEST, 2 * length));
      this.#filling.copy(larger, 0, 0, this.#length);
      this.#filling = larger;
    }
    bytes.copy(this.#filling, this.#length);
    this.#length = length;
  }

  /** All of it, which stays as it is until the next call. */
  take(): Buffer {
    const taken = this.#filling.subarray(0, this.#length);
    [this.#filling, this.#spare] = [this.#spare, this.#filling];
    this.#length = 0;
    return taken;
  }
}
