import { createHash } from "node:crypto";
import { LIMITS } from "./limits.ts";

/**
 * Discord takes a nonce and refuses a second message with the same one, but only for some minutes, and it never shows
 * the nonce again. What it does keep is the number that a sender may give to a component. So the first component of each
 * message carries 29 bits of the delivery key there, invisible to people, found again however late the next try comes.
 */
const MARKED = 1 << 30;

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** The same for the same key, as long as Discord allows. */
export function toNonce(deliveryKey: string): string {
  return digest(deliveryKey).toString("base64url").slice(0, LIMITS.nonce);
}

/** Number for a message's first component; it also says whether a thread was to be opened under the message. */
export function toMark(deliveryKey: string, opensThread: boolean): number {
  const bits = digest(deliveryKey).readUInt32BE(0) >>> 3;
  return MARKED | (bits << 1) | (opensThread ? 1 : 0);
}

/** What the first component's number says about `deliveryKey`: null when the message is another one. */
export function readMark(id: number | undefined, deliveryKey: string): { opensThread: boolean } | null {
  if (id === toMark(deliveryKey, true)) return { opensThread: true };
  if (id === toMark(deliveryKey, false)) return { opensThread: false };
  return null;
}
