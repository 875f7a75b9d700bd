import { createLinkCode, findPerson, redeemLinkCode } from "@firstline/core";
import type { PersonIdentity } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { testClock } from "../support/clock.ts";
import { aWorkspace } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();
const clock = testClock();
const ctx = { db, now: clock.now };

const MIA_ON_SLACK: PersonIdentity = { platform: "slack", externalId: "U_MIA", name: "Mia" };
const MIA_ON_DISCORD: PersonIdentity = { platform: "discord", externalId: "700001", name: "mia" };
const WRONG = "AAAA-AAAA";

test("a code from one platform, given on the other, makes one person of both", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);

  const { code } = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });
  const { personId } = await redeemLinkCode(ctx, { workspaceId, code, by: MIA_ON_DISCORD });

  expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/u);
  expect((await findPerson(ctx.db, workspaceId, MIA_ON_SLACK))?.id).toBe(personId);
  expect((await findPerson(ctx.db, workspaceId, MIA_ON_DISCORD))?.id).toBe(personId);
});

test("a code is read with small letters and without its hyphen", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const { code } = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });

  const typed = ` ${code.toLowerCase().replace("-", " ")} `;
  const { personId } = await redeemLinkCode(ctx, { workspaceId, code: typed, by: null });

  expect((await findPerson(ctx.db, workspaceId, MIA_ON_SLACK))?.id).toBe(personId);
});

test("a code works once", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const { code } = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });
  await redeemLinkCode(ctx, { workspaceId, code, by: null });

  await expect(redeemLinkCode(ctx, { workspaceId, code, by: null })).rejects.toThrow(/wrong or has expired/u);
});

test("two at once with one code: one of them has it", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const { code } = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });

  const tries = await Promise.allSettled([
    redeemLinkCode(ctx, { workspaceId, code, by: null }),
    redeemLinkCode(ctx, { workspaceId, code, by: null }),
  ]);

  expect(tries.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a code is good for ten minutes", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const { code, expiresAt } = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });

  expect(expiresAt.getTime() - clock.now().getTime()).toBe(600_000);
  clock.advance(600_000);

  await expect(redeemLinkCode(ctx, { workspaceId, code, by: null })).rejects.toThrow(/wrong or has expired/u);
});

test("a new code takes the place of the one before", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const first = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });
  const second = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });

  await expect(redeemLinkCode(ctx, { workspaceId, code: first.code, by: null })).rejects.toThrow(/wrong/u);
  await expect(redeemLinkCode(ctx, { workspaceId, code: second.code, by: null })).resolves.toBeDefined();
});

test("a neighbor's code is worth nothing here", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const neighbor = await aWorkspace(ctx);
  const { code } = await createLinkCode(ctx, { workspaceId: neighbor.id, by: MIA_ON_SLACK });

  await expect(redeemLinkCode(ctx, { workspaceId, code, by: MIA_ON_DISCORD })).rejects.toThrow(/wrong/u);
  expect(await findPerson(ctx.db, workspaceId, MIA_ON_DISCORD)).toBeNull();
});

test("the code itself is not in the database", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const { code } = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });

  const rows = await ctx.db
    .select()
    .from(schema.linkCodes)
    .where(eq(schema.linkCodes.workspaceId, workspaceId));

  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(code);
  expect(JSON.stringify(rows)).not.toContain(code.replace("-", ""));
});

test("after five wrong codes even the right one has to wait ten minutes", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const wrong = { workspaceId, code: WRONG, by: MIA_ON_DISCORD };
  for (const _ of [1, 2, 3, 4, 5]) await expect(redeemLinkCode(ctx, wrong)).rejects.toThrow(/wrong or has/u);
  const { code } = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });

  await expect(redeemLinkCode(ctx, { ...wrong, code })).rejects.toMatchObject({ code: "limit" });
  clock.advance(600_000);

  const later = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });
  await expect(redeemLinkCode(ctx, { ...wrong, code: later.code })).resolves.toBeDefined();
});

test("wrong codes of one person or address do not keep others waiting", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const wrong = { workspaceId, code: WRONG, by: null, address: "192.0.2.7" };
  for (const _ of [1, 2, 3, 4, 5]) await expect(redeemLinkCode(ctx, wrong)).rejects.toThrow(/wrong or has/u);
  const { code } = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });

  await expect(redeemLinkCode(ctx, { ...wrong, code })).rejects.toMatchObject({ code: "limit" });
  await expect(redeemLinkCode(ctx, { ...wrong, code, address: "192.0.2.8" })).resolves.toBeDefined();
});

test("giving one's own code changes nothing", async () => {
  const { id: workspaceId } = await aWorkspace(ctx);
  const { code } = await createLinkCode(ctx, { workspaceId, by: MIA_ON_SLACK });

  const { personId } = await redeemLinkCode(ctx, { workspaceId, code, by: MIA_ON_SLACK });

  expect((await findPerson(ctx.db, workspaceId, MIA_ON_SLACK))?.id).toBe(personId);
});
