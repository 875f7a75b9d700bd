import type { Socket } from "node:net";
import { FrameReader, ProtocolError, typeOf } from "./wire.ts";

/** What a client may send once it is connected: query, extended query, function call, copy, terminate. */
const CLIENT_FRAMES = new Set("QPBDECSHFdcfX");

export type Nothing = "closed" | "timeout";

/** The messages of one client in order. Reading throws ProtocolError when they make no sense. */
export class Inbox {
  readonly #reader = new FrameReader();
  #closed = false;
  #wake: (() => void) | null = null;

  constructor(socket: Socket) {
    socket.on("data", (chunk: Buffer) => {
      this.#reader.push(chunk);
      this.#wake?.();
    });
    const close = (): void => {
      this.#closed = true;
      this.#wake?.();
    };
    socket.on("close", close);
    socket.on("end", close);
    socket.on("error", close); // a reset connection is a client that has gone, nothing more
  }

  /** The next frame; `timeout` after that many milliseconds without a whole one. */
  async next(options: { untyped?: boolean; timeoutMs?: number } = {}): Promise<Buffer | Nothing> {
    const deadline = options.timeoutMs === undefined ? null : Date.now() + options.timeoutMs;
    for (;;) {
      const one = this.#reader.take(options.untyped);
      if (one) return one;
      if (this.#closed) return "closed";
      const left = deadline === null ? null : deadline - Date.now();
      if (left !== null && left <= 0) return "timeout";
      await this.#change(left);
    }
  }

  /** All frames that have arrived, up to the first that makes the backend answer "ready"; at least one. */
  async batch(timeoutMs?: number): Promise<Buffer[] | Nothing> {
    const first = await this.next(timeoutMs === undefined ? {} : { timeoutMs });
    if (typeof first === "string") return first;
    const frames: Buffer[] = [];
    for (let one: Buffer | null = first; one; one = this.#reader.take()) {
      const type = typeOf(one);
      if (type === "X") return "closed";
      if (!CLIENT_FRAMES.has(type)) throw new ProtocolError(`an unknown message type ${one[0]}`);
      frames.push(one);
      if (type === "Q" || type === "S" || type === "F") break;
    }
    return frames;
  }

  async #change(timeoutMs: number | null): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (timeoutMs !== null) timer = setTimeout(resolve, timeoutMs);
    });
    this.#wake = null;
    clearTimeout(timer);
  }
}
