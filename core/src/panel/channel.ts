import { schema } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { PANEL_CHANNEL } from "./keys.ts";

/** A visitor writes one question in a form and waits for it: a short burst window, unlike in chat. */
const BURST = { burstSeconds: 1, burstLimitSeconds: 5 };

/** Registers the help panel as a support channel of the workspace; settings changed later stay. */
export async function ensurePanelChannel(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number },
): Promise<void> {
  await ctx.db
    .insert(schema.channels)
    .values({
      workspaceId: input.workspaceId,
      platform: "panel",
      externalId: PANEL_CHANNEL,
      role: "support",
      name: "Help panel",
      settings: BURST,
    })
    .onConflictDoNothing();
}
