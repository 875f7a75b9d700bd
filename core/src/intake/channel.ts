import { schema } from "@firstline/db";
import type { Ctx } from "../context.ts";

/** Where the tickets live that programs open: a channel of the panel's platform, for nothing is posted anywhere. */
export const API_CHANNEL = "api";

/** A program sends the whole question at once: there is no burst to wait for. */
const BURST = { burstSeconds: 0, burstLimitSeconds: 0 };

/** Registers the API as a support channel of the workspace; settings changed later stay. */
export async function ensureApiChannel(ctx: Pick<Ctx, "db">, input: { workspaceId: number }): Promise<void> {
  await ctx.db
    .insert(schema.channels)
    .values({
      workspaceId: input.workspaceId,
      platform: "panel",
      externalId: API_CHANNEL,
      role: "support",
      name: "API",
      settings: BURST,
    })
    .onConflictDoNothing();
}
