import {
  closeWebSession,
  createLinkCode,
  findWebSession,
  openWebSession,
  redeemLinkCode,
} from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { testClock } from "../support/clock.ts";
import { aWorkspace } from "../support/factories.ts";
import { fileDatabase } from "../support/file-database.ts";

const { db } = await fileDatabase();
const clock = testClock();
const ctx = { db, now: clock.now };

/** A browser in which Mia has given her code. */
async function aSession(): Promise<{ workspaceId: number; personId: number; token: string }> {
  const { id: workspaceId } = await aWorkspace(ctx);
  const by = { platform: "slack", externalId: "U_MIA", name: "Mia" } as const;
  const { code } = await createLinkCode(ctx, { workspaceId, by });
  const { personId } = await redeemLinkCode(ctx, { workspaceId, code, by: null });
  const { token } = await openWebSession(ctx, { workspaceId, personId });
  return { workspaceId, personId, token };
}

test("a browser acts for whoever's code was given in it", async () => {
  const { workspaceId, personId, token } = await aSession();

  expect(await findWebSession(ctx, { workspaceId, token })).toEqual({ personId, name: "Mia" });
});

test.each(["", "x", "x".repeat(1_000_000), "' or 1=1 --"])(
  "an unknown token is nobody's (case %#)",
  async (token) => {
    const { workspaceId } = await aSession();

    expect(await findWebSession(ctx, { workspaceId, token })).toBeNull();
  },
);

test("a neighbor's token is nobody's here, and a neighbor's person gets none", async () => {
  const { workspaceId } = await aSession();
  const neighbor = await aSession();

  expect(await findWebSession(ctx, { workspaceId, token: neighbor.token })).toBeNull();
  await expect(openWebSession(ctx, { workspaceId, personId: neighbor.personId })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a session ends when it is closed", async () => {
  const { workspaceId, token } = await aSession();

  await closeWebSession(ctx, { workspaceId, token });
  await closeWebSession(ctx, { workspaceId, token });

  expect(await findWebSession(ctx, { workspaceId, token })).toBeNull();
});

test("a session ends after half a year", async () => {
  const { workspaceId, token } = await aSession();

  clock.advance(180 * 86_400_000);

  expect(await findWebSession(ctx, { workspaceId, token })).toBeNull();
});

test("the token itself is not in the database", async () => {
  const { workspaceId, token } = await aSession();

  const s = schema.webSessions;
  const rows = await ctx.db.select().from(s).where(eq(s.workspaceId, workspaceId));

  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token);
});
