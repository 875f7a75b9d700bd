/**
 * The parts of the Postgres wire protocol (version 3) that the gateway reads or writes itself. A frame is one whole
 * message with its header: a type byte, a length that counts itself, the body.
 */

/** One gigabyte is what Postgres itself accepts at most; longer than this is a broken or hostile client. */
const MAX_FRAME_BYTES = 256 * 1024 * 1024;

export class ProtocolError extends Error {
  override name = "ProtocolError";
}

/** Cuts a byte stream into frames; joins chunks only once a frame is whole, so that large messages stay linear. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  /** The next whole frame or null. `untyped` reads a start-up packet, which has no type byte. */
  take(untyped = false): Buffer | null {
    const header = untyped ? 4 : 5;
    if (this.#size < header) return null;
    const length = this.#joined(header).readUInt32BE(header - 4) + header - 4;
    if (length < header || length > MAX_FRAME_BYTES) throw new ProtocolError(`a message of ${length} bytes`);
    if (this.#size < length) return null;
    const whole = this.#joined(length);
    this.#size -= length;
    this.#chunks[0] = whole.subarray(length);
    if (this.#chunks[0].length === 0) this.#chunks.shift();
    return whole.subarray(0, length);
  }

  /** The first chunk, grown until it holds at least `bytes`. */
  #joined(bytes: number): Buffer {
    const [first] = this.#chunks;
    if (first && first.length >= bytes) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

export function typeOf(frame: Buffer): string {
  return String.fromCharCode(frame[0] ?? 0);
}

/** A zero-terminated string of a frame and the offset behind it. */
export function readString(frame: Buffer, offset: number): [text: string, next: number] {
  const end = frame.indexOf(0, offset);
  if (end === -1) throw new ProtocolError("a string without an end");
  return [frame.toString("utf8", offset, end), end + 1];
}

export function frame(type: string, ...parts: Array<string | Buffer>): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === "string" ? cString(part) : part)));
  const bytes = Buffer.allocUnsafe(body.length + 5);
  bytes.write(type, 0, "latin1");
  bytes.writeUInt32BE(body.length + 4, 1);
  body.copy(bytes, 5);
  return bytes;
}

export function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

export function int32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeInt32BE(value, index * 4));
  return bytes;
}

export const sync = frame("S");
export const readyIdle = frame("Z", Buffer.from("I"));
export const askForPassword = frame("R", int32(3));
export const authenticated = frame("R", int32(0));
/** Ends a COPY FROM STDIN with an error instead of leaving the backend to wait for data that it cannot get. */
export const copyFail = frame("f", "the embedded database does not take COPY FROM STDIN");

export function query(sql: string): Buffer {
  return frame("Q", sql);
}

export function closeStatement(name: string): Buffer {
  return frame("C", Buffer.from("S"), name);
}

export type ServerError = { severity: "ERROR" | "FATAL"; code: string; message: string; hint?: string };

export function errorFrame({ severity, code, message, hint }: ServerError): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${message}`];
  if (hint !== undefined) fields.push(`H${hint}`);
  return frame("E", ...fields, Buffer.alloc(1));
}

/** The message text of an error frame from the backend. */
export function errorText(error: Buffer): string {
  let offset = 5;
  while (offset < error.length && error[offset] !== 0) {
    const [field, next] = readString(error, offset);
    if (field.startsWith("M")) return field.slice(1);
    offset = next;
  }
  return "an error without a message";
}

/** The columns of a data row in text format; SQL null is null. */
export function readRow(row: Buffer): Array<string | null> {
  let offset = 7;
  return Array.from({ length: row.readUInt16BE(5) }, () => {
    const length = row.readInt32BE(offset);
    offset += 4 + Math.max(length, 0);
    return length === -1 ? null : row.toString("utf8", offset - length, offset);
  });
}
