/** Of `limit` bytes the last three quarters are the end: that is where test runners say what failed. */
const HEAD_SHARE = 0.25;

/** What a command wrote, in bounded memory: its beginning and its end, with a note where the middle was cut out. */
export class KeptOutput {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  readonly #head: Buffer[] = [];
  #tail: Buffer[] = [];
  #headBytes = 0;
  #tailBytes = 0;
  /** Everything that was written, kept or not. */
  totalBytes = 0;

  constructor(limit: number) {
    this.#headLimit = Math.floor(limit * HEAD_SHARE);
    this.#tailLimit = limit - this.#headLimit;
  }

  add(chunk: Buffer): void {
    this.totalBytes += chunk.length;
    const room = this.#headLimit - this.#headBytes;
    if (room > 0) {
      const part = chunk.subarray(0, room);
      this.#head.push(Buffer.from(part));
      this.#headBytes += part.length;
    }
    const rest = chunk.subarray(Math.max(0, room));
    if (rest.length === 0) return;
    this.#tail.push(Buffer.from(rest));
    this.#tailBytes += rest.length;
    // Joined only when it has doubled: a flood of small pieces costs little.
    if (this.#tailBytes > 2 * this.#tailLimit) this.#shortenTail();
  }

  /** Bytes that are not UTF-8 become replacement characters. */
  text(): string {
    this.#shortenTail();
    const cut = this.totalBytes - this.#headBytes - this.#tailBytes;
    const head = Buffer.concat(this.#head).toString("utf8");
    const tail = Buffer.concat(this.#tail).toString("utf8");
    return cut > 0 ? `${head}\n[... ${cut} bytes cut ...]\n${tail}` : head + tail;
  }

  #shortenTail(): void {
    const all = Buffer.concat(this.#tail);
    const kept = all.subarray(Math.max(0, all.length - this.#tailLimit));
    this.#tail = [Buffer.from(kept)];
    this.#tailBytes = kept.length;
  }
}
