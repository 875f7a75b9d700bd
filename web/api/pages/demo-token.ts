import { createHmac } from "node:crypto";

const HOUR_SECONDS = 3_600;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** What an embedding site makes for a member who is signed in there; here for the visitor of the demo. */
export function signDemoToken(secret: string, visitor: { id: string; now: Date }): string {
  const issued = Math.floor(visitor.now.getTime() / 1000);
  const claims = {
    sub: `demo-${visitor.id}`,
    name: "Robin Demo",
    email: "robin@example.com",
    iat: issued,
    exp: issued + HOUR_SECONDS,
  };
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
