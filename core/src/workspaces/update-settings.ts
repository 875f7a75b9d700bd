import { schema } from "@firstline/db";
import type { Db } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { NotFoundError } from "../errors.ts";
import { requestRecount } from "../feedback/request-recount.ts";
import type { Platform } from "../ports.ts";
import { touchSite } from "../site/request-job.ts";
import { requireUsable } from "./settings.ts";
import type { FeedbackSettings, SiteSettings, WorkspaceSettings } from "./settings.ts";

/** Of the groups `site` and `feedback`, too, what is not named stays. */
export type SettingsChange = Partial<Omit<WorkspaceSettings, "site" | "feedback">> & {
  site?: Partial<SiteSettings>;
  feedback?: Partial<FeedbackSettings>;
};

type Stored = Record<string, unknown>;

/** Changes some settings of a workspace and keeps the rest. Throws `InvalidError` where they make no sense together. */
export async function updateSettings(
  ctx: Pick<Ctx, "db" | "now">,
  input: { workspaceId: number; settings: SettingsChange },
): Promise<WorkspaceSettings> {
  const { workspaceId } = input;
  const w = schema.workspaces;
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .select({ settings: w.settings })
      .from(w)
      .where(eq(w.id, workspaceId))
      // The weakest lock that keeps another change waiting: every row that is written meanwhile refers to this one.
      .for("no key update");
    if (!row) throw new NotFoundError("The workspace");
    const merged = merge(row.settings, input.settings);
    const settings = requireUsable(merged);
    await tx.update(w).set({ settings: merged, updatedAt: ctx.now() }).where(eq(w.id, workspaceId));
    if (input.settings.site || input.settings.feedback) await touchSite(tx, workspaceId);
    if (input.settings.feedback) await requestRecount(tx, workspaceId);
    return settings;
  });
}

export type ChannelRef = { platform: Platform; channelId: string };

/** Settings that win over the workspace's in one channel; null takes one back. Answers what holds there from now on. */
export async function updateChannelSettings(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; channel: ChannelRef; settings: Record<string, unknown> },
): Promise<WorkspaceSettings> {
  const c = schema.channels;
  return ctx.db.transaction(async (tx) => {
    const row = await lockChannel(tx, input.workspaceId, input.channel);
    const merged = Object.fromEntries(
      Object.entries({ ...row.channel, ...input.settings }).filter(([, value]) => value !== null),
    );
    const settings = requireUsable({ ...row.workspace, ...merged });
    await tx.update(c).set({ settings: merged }).where(eq(c.id, row.id));
    return settings;
  });
}

async function lockChannel(tx: Db, workspaceId: number, channel: ChannelRef) {
  const c = schema.channels;
  const w = schema.workspaces;
  const [row] = await tx
    .select({ id: c.id, channel: c.settings, workspace: w.settings })
    .from(c)
    .innerJoin(w, eq(w.id, c.workspaceId))
    .where(
      and(
        eq(c.workspaceId, workspaceId),
        eq(c.platform, channel.platform),
        eq(c.externalId, channel.channelId),
      ),
    )
    .for("update", { of: c });
  if (!row) throw new NotFoundError("The channel");
  return row;
}

const asGroup = (value: unknown): Stored => (typeof value === "object" && value !== null ? { ...value } : {});

function merge(stored: Stored, change: SettingsChange): Stored {
  const { site, feedback, ...rest } = change;
  return {
    ...stored,
    ...rest,
    ...(site ? { site: { ...asGroup(stored["site"]), ...site } } : {}),
    ...(feedback ? { feedback: { ...asGroup(stored["feedback"]), ...feedback } } : {}),
  };
}
