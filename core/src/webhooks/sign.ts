import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";

/** A fresh secret of an endpoint, as Standard Webhooks writes it. */
export const makeSecret = (): string => PREFIX + randomBytes(32).toString("base64");

export type SignedHeaders = {
  "webhook-id": string;
  "webhook-timestamp": string;
  "webhook-signature": string;
};

/** The headers of Standard Webhooks: the receiver makes the same signature of id, time and body. */
export function signDelivery(input: { secret: string; id: string; at: Date; body: string }): SignedHeaders {
  const timestamp = String(Math.floor(input.at.getTime() / 1000));
  const key = Buffer.from(input.secret.slice(PREFIX.length), "base64");
  const signature = createHmac("sha256", key)
    .update(`${input.id}.${timestamp}.${input.body}`)
    .digest("base64");
  return {
    "webhook-id": input.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
