import { randomUUID } from "node:crypto";
import { ensureWorkspace, identifyVisitor, IdentityError } from "@firstline/core";
import { beforeEach, describe, expect, test } from "vitest";
import { fileDatabase } from "../support/file-database.ts";
import { aToken, PANEL_SECRET, sign } from "./sign.ts";

const { db } = await fileDatabase();
const NOW = new Date("2026-03-01T12:00:00Z");
const ctx = { db, now: () => NOW };
const SECONDS = NOW.getTime() / 1000;
const slug = `w-${randomUUID()}`;
let workspaceId: number;

beforeEach(async () => {
  workspaceId = (await ensureWorkspace(ctx, { slug, name: "Acme" })).id;
});

const identify = (token: string, secret = PANEL_SECRET) =>
  identifyVisitor(ctx, { workspaceId, secret, token });
const claims = { sub: "user-7", exp: SECONDS + 3_600 };

test("a signed token says who a visitor is", async () => {
  const token = sign({ ...claims, iat: SECONDS, name: "Zoë Müller", email: "zoe@example.com", plan: "pro" });

  expect(await identify(token)).toEqual({
    platform: "panel",
    externalId: "user:user-7",
    name: "Zoë Müller",
    email: "zoe@example.com",
  });
});

test("the workspace may be named, and then it must be this one", async () => {
  expect((await identify(sign({ ...claims, aud: slug }))).externalId).toBe("user:user-7");
  await expect(identify(sign({ ...claims, aud: "neighbor" }))).rejects.toThrow("for another workspace");
});

test.each([
  "7",
  "auth0|abc",
  "a@b.example",
  "Ünïcode 😀",
  "x".repeat(255),
  "'; drop table people; --",
  "user:7",
])("the subject %j is taken as it is", async (sub) => {
  expect((await identify(sign({ ...claims, sub }))).externalId).toBe(`user:${sub}`);
});

test.each([
  "",
  "x".repeat(256),
  "a\u0000b",
  "a\u200bb",
  " a",
  "a\n",
  "a\u202eb",
  "\ud800",
  7,
  null,
  ["a"],
  {},
])("the subject %j is refused", async (sub) => {
  await expect(identify(sign({ ...claims, sub }))).rejects.toThrow(IdentityError);
});

describe("what is not signed as agreed is refused", () => {
  const [head = "", body = "", signature = ""] = sign(claims).split(".");
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const other = part({ ...claims, sub: "admin" });

  test.each<[string, string]>([
    ["alg none without a signature", `${part({ alg: "none" })}.${body}.`],
    ["alg none with the old signature", `${part({ alg: "none" })}.${body}.${signature}`],
    ["alg None", `${part({ alg: "None" })}.${body}.`],
    ["HS512, well signed", sign(claims, { header: { alg: "HS512" }, hash: "sha512" })],
    ["HS512 by name, signed with HS256", sign(claims, { header: { alg: "HS512" } })],
    ["hs256", sign(claims, { header: { alg: "hs256" } })],
    ["no alg", sign(claims, { header: {} })],
    ["demands that nobody knows", sign(claims, { header: { alg: "HS256", crit: ["b64"], b64: false } })],
    ["another secret", sign(claims, { secret: "another secret that is long enough too" })],
    ["an empty secret", sign(claims, { secret: "" })],
    ["another body", `${head}.${other}.${signature}`],
    ["no signature", `${head}.${body}.`],
    ["half a signature", `${head}.${body}.${signature.slice(0, 20)}`],
    ["a signature with more behind it", `${head}.${body}.${signature}AAAA`],
    ["a padded signature", `${head}.${body}.${signature}=`],
    ["a signature in hexadecimal", `${head}.${body}.${Buffer.from(signature, "base64url").toString("hex")}`],
    ["two parts", `${head}.${body}`],
    ["four parts", `${head}.${body}.${signature}.x`],
    ["nothing", ""],
    ["dots", ".."],
    ["no JSON", `${head}.${Buffer.from("nope").toString("base64url")}.${signature}`],
    ["a megabyte", `${head}.${"a".repeat(1_000_000)}.${signature}`],
  ])("%s", async (_, token) => {
    await expect(identify(token)).rejects.toThrow(IdentityError);
  });
});

test.each([
  ["has expired", { exp: SECONDS - 1 }],
  ["expires this very second", { exp: SECONDS }],
  ["lives for two days", { exp: SECONDS + 2 * 86_400 }],
  ["lives for ever", { exp: 1e15 }],
  ["has no end", { exp: undefined }],
  ["has an end that is a text", { exp: String(SECONDS + 60) }],
  ["is from the future", { iat: SECONDS + 600 }],
  ["is not to be taken yet", { nbf: SECONDS + 600 }],
  ["has an address that is none", { email: "nobody" }],
])("a token that %s is refused", async (_, changes) => {
  await expect(identify(sign({ ...claims, ...changes }))).rejects.toThrow(IdentityError);
});

test("a refusal repeats neither the token nor the secret", async () => {
  const token = aToken("user-7", { email: "nobody" });

  const error: unknown = await identify(token).catch((reason: unknown) => reason);

  expect(String(error)).not.toContain(token.slice(0, 20));
  expect(String(error)).not.toContain(PANEL_SECRET);
});
