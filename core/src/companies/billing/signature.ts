import { createHmac, timingSafeEqual } from "node:crypto";

/** A message that was caught can be sent again for so long. */
const TOLERANCE_MS = 5 * 60_000;
const MOST_SIGNATURES = 10;

export type SignedBilling = { secret: string; body: Uint8Array; header: string; now: Date };

/** Whether the billing service has signed these bytes lately: its header says when, and with what (`t=...,v1=...`). */
export function isBillingSignature({ secret, body, header, now }: SignedBilling): boolean {
  const parts = header.split(",").map((part) => part.trim().split("="));
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  if (!/^\d{1,12}$/u.test(time)) return false;
  if (Math.abs(now.getTime() - Number(time) * 1000) > TOLERANCE_MS) return false;
  const expected = createHmac("sha256", secret).update(`${time}.`).update(body).digest();
  const given = parts
    .flatMap(([name, value = ""]) => (name === "v1" ? [value] : []))
    .slice(0, MOST_SIGNATURES);
  return given
    .filter((value) => /^[0-9a-f]{64}$/iu.test(value))
    .some((value) => timingSafeEqual(Buffer.from(value, "hex"), expected));
}
