import { createApiKey, listApiKeys, revokeApiKey } from "@firstline/core";
import { expect, test } from "vitest";
import { testClock } from "../support/clock.ts";
import { aProgram, fileApi } from "./support.ts";

const clock = testClock();
const { database, web } = await fileApi({ now: clock.now });

const read = (authorization?: string): Promise<Response> =>
  web.fetch(
    "/api/v1/tickets",
    authorization === undefined ? {} : { headers: { Authorization: authorization } },
  );

test("a key is stored as a hash, and its use is noted once a minute", async () => {
  const program = await aProgram(web, ["tickets:read"], "Noted");
  const lastUse = async (): Promise<Date | null | undefined> =>
    (await listApiKeys(web.ctx, { workspaceId: web.workspace.id })).find(({ id }) => id === program.keyId)
      ?.lastUsedAt;

  expect(await lastUse()).toBeNull();
  await program.get("/tickets");
  const first = await lastUse();
  clock.advance(30_000);
  await program.get("/tickets");
  const second = await lastUse();
  clock.advance(31_000);
  await program.get("/tickets");

  expect(second).toEqual(first);
  expect(await lastUse()).toEqual(clock.now());
  const row = await database.db.query.apiKeys.findFirst({
    where: (key, { eq }) => eq(key.id, program.keyId),
  });
  expect(JSON.stringify(row)).not.toContain(program.token);
});

test("no key, a wrong one, an expired one and a revoked one are told apart from a living one only", async () => {
  const { token } = await aProgram(web);
  const workspaceId = web.workspace.id;
  const expiresAt = new Date(clock.now().getTime() + 60_000);
  const short = await createApiKey(web.ctx, {
    workspaceId,
    name: "Short",
    scopes: ["tickets:read"],
    expiresAt,
  });
  const revoked = await createApiKey(web.ctx, { workspaceId, name: "Gone", scopes: ["tickets:read"] });
  await revokeApiKey(web.ctx, { workspaceId, keyId: revoked.id });
  expect((await read(`Bearer ${short.token}`)).status).toBe(200);
  clock.advance(61_000);

  const tries = [
    undefined,
    "Basic abc",
    "Bearer x",
    `Bearer ${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`,
    `Bearer ${short.token}`,
    `Bearer ${revoked.token}`,
  ];
  const answers = await Promise.all(tries.map((authorization) => read(authorization)));

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401]);
  expect((await read(`bearer ${token}`)).status).toBe(200);
});

test("keys without a name, without scopes or with unknown ones are not made", async () => {
  const workspaceId = web.workspace.id;
  const make = (input: { name: string; scopes: string[]; expiresAt?: Date }) =>
    createApiKey(web.ctx, { workspaceId, ...input });

  await expect(make({ name: " ", scopes: ["search"] })).rejects.toThrow("needs a name");
  await expect(make({ name: "x", scopes: [] })).rejects.toThrow("at least one scope");
  await expect(make({ name: "x", scopes: ["root"] })).rejects.toThrow("There is no scope root.");
  await expect(make({ name: "x", scopes: ["search"], expiresAt: clock.now() })).rejects.toThrow("expired");
});

test("a key that asks too often is told how long to wait, and others are not slowed down", async () => {
  const program = await aProgram(web);
  const other = await aProgram(web);
  const ask = () => program.post("/ask", { question: "" });

  const first = await ask();
  for (let times = 1; times < 20; times += 1) await ask();
  const refused = await ask();

  expect(first.headers.get("ratelimit-policy")).toBe('"api_ask";q=20;w=60');
  expect(first.headers.get("ratelimit")).toBe('"api_ask";r=19;t=3');
  expect(refused.status).toBe(429);
  expect(refused.body).toMatchObject({ code: "limit" });
  expect(refused.headers.get("retry-after")).toBe("3");
  expect(refused.headers.get("ratelimit")).toBe('"api_ask";r=0;t=3');
  expect((await other.post("/ask", { question: "" })).status).toBe(400);
});

test("an answer that the program has already is not sent again", async () => {
  const program = await aProgram(web);
  const first = await program.get("/categories");

  const again = await program.get("/categories", { "If-None-Match": first.headers.get("etag") ?? "" });

  expect(first.headers.get("cache-control")).toBe("private, no-cache");
  expect(again.status).toBe(304);
  expect(again.body).toEqual({});
});
