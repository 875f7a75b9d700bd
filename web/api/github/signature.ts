import { createHmac, timingSafeEqual } from "node:crypto";

const FORM = /^sha256=([0-9a-f]{64})$/u;

/** Whether `X-Hub-Signature-256` was made of exactly these bytes with our secret; takes as long for every wrong one. */
export function isSignedBy(secret: string, body: Uint8Array, signature: string): boolean {
  const given = FORM.exec(signature)?.[1];
  if (given === undefined) return false;
  const own = createHmac("sha256", secret).update(body).digest();
  return timingSafeEqual(own, Buffer.from(given, "hex"));
}
