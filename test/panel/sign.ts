import { createHmac } from "node:crypto";

export const PANEL_SECRET = "a secret of the tests that is long enough";

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export type SignOptions = { secret?: string; header?: Record<string, unknown>; hash?: string };

/** A token as an embedding site signs it. */
export function sign(claims: Record<string, unknown>, options: SignOptions = {}): string {
  const { secret = PANEL_SECRET, header = { alg: "HS256", typ: "JWT" }, hash = "sha256" } = options;
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest("base64url")}`;
}

/** Of a member who is signed in at the embedding site now. */
export function aToken(sub: string, claims: Record<string, unknown> = {}): string {
  return sign({ sub, exp: Math.floor(Date.now() / 1000) + 3_600, ...claims });
}
