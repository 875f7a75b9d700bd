import { createVerify, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { signAppToken } from "./app-token.ts";

test("the token of an app says who and until when, and is signed with its key", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();

  const token = signAppToken({ appId: "42", privateKey: pem }, new Date("2026-11-22T12:00:00Z"));

  const [head = "", claims = "", signature = ""] = token.split(".");
  const noon = Date.parse("2026-11-22T12:00:00Z") / 1000;
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toEqual({
    iat: noon - 60,
    exp: noon + 540,
    iss: "42",
  });
  expect(
    createVerify("RSA-SHA256").update(`${head}.${claims}`).verify(publicKey, signature, "base64url"),
  ).toBe(true);
});
