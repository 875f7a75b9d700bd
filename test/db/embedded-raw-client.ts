import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A client that sends exactly the bytes a test wants, where a driver would be too polite. */
export class RawClient {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #closed = false;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on("close", () => {
      this.#closed = true;
      this.#wake();
    });
    socket.on("error", () => undefined); // a refused connection shows as closed
  }

  /** Opens a socket and says nothing yet. */
  static async connect(url: string): Promise<RawClient> {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    await once(socket, "connect");
    return new RawClient(socket);
  }

  /** Opens a connection that is ready for queries. */
  static async login(url: string): Promise<RawClient> {
    const client = await RawClient.connect(url);
    client.send(startup());
    await client.until("R");
    client.send(message("p", new URL(url).password));
    await client.until("Z");
    return client;
  }

  send(...parts: Buffer[]): void {
    this.#socket.write(Buffer.concat(parts));
  }

  /** Drops the connection as a killed process does. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Reads messages up to the first of that type; gives all of them as type and printable text. */
  async until(type: string): Promise<string[]> {
    const seen: string[] = [];
    while (!seen.some((one) => one.startsWith(type))) {
      const length = this.#received.length > 4 ? this.#received.readInt32BE(1) + 1 : Number.POSITIVE_INFINITY;
      if (this.#received.length >= length) {
        seen.push(printable(this.#received.subarray(0, length)));
        this.#received = this.#received.subarray(length);
      } else if (this.#closed) {
        return [...seen, "closed"];
      } else {
        await this.#change();
      }
    }
    return seen;
  }

  /** The bytes up to now, when they are no messages; waits for the first or the end. */
  async bytes(): Promise<string> {
    while (this.#received.length === 0 && !this.#closed) await this.#change();
    const bytes = this.#received.toString("latin1");
    this.#received = Buffer.alloc(0);
    return this.#closed && bytes === "" ? "closed" : bytes;
  }

  async query(sql: string): Promise<string[]> {
    this.send(message("Q", sql));
    return this.until("Z");
  }

  async #change(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}

export function message(type: string, ...parts: Array<string | Buffer>): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(`${part}\0`) : part)),
  );
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export const parse = (name: string, sql: string): Buffer => message("P", name, sql, Buffer.alloc(2));
export const bind = (name: string): Buffer => message("B", "", name, Buffer.alloc(6));
export const execute: Buffer = message("E", "", Buffer.alloc(4));
export const flush: Buffer = message("H");
export const sync: Buffer = message("S");

function startup(): Buffer {
  const body = Buffer.from("user\0postgres\0database\0postgres\0\0");
  return Buffer.concat([int32(body.length + 8), int32(196_608), body]);
}

function printable(bytes: Buffer): string {
  return `${bytes.toString("latin1", 0, 1)} ${bytes
    .toString("latin1", 5)
    .replaceAll(/[^ -~]+/g, " ")
    .trim()}`.trim();
}
