import { createPrivateKey, createSign, type KeyObject } from "node:crypto";

/** GitHub allows ten minutes; clocks differ. */
const LIFE_SECONDS = 9 * 60;
const CLOCK_DRIFT_SECONDS = 60;

/** What a GitHub App proves with who it is: a JWT, signed with the app's private key. Throws when the key cannot be read. */
export function signAppToken(app: { appId: string; privateKey: string }, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { iat: seconds - CLOCK_DRIFT_SECONDS, exp: seconds + LIFE_SECONDS, iss: app.appId },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const signed = parts.join(".");
  const signature = createSign("RSA-SHA256").update(signed).sign(readKey(app.privateKey), "base64url");
  return `${signed}.${signature}`;
}

function readKey(pem: string): KeyObject {
  return createPrivateKey(pem);
}
