import { randomBytes } from "node:crypto";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** An id as Slack makes them: a letter that names the kind, then ten capitals and digits. */
export function newId(prefix: string): string {
  const tail = [...randomBytes(9)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  return `${prefix}0${tail}`;
}

export function newHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

/** Block ids that Slack fills in are five characters long. */
export function newBlockId(): string {
  return randomBytes(4).toString("base64url").slice(0, 5);
}

let lastMicros = 0;

/** A message timestamp: seconds with six decimals, never the same twice and always growing. */
export function nextTs(): string {
  lastMicros = Math.max(lastMicros + 1, Date.now() * 1000);
  const seconds = Math.floor(lastMicros / 1_000_000);
  return `${seconds}.${String(lastMicros % 1_000_000).padStart(6, "0")}`;
}

export function isTs(value: string): boolean {
  return /^\d{10}\.\d{6}$/.test(value);
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
