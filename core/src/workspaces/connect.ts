import { schema } from "@firstline/db";
import { and, eq, inArray, ne, notInArray } from "drizzle-orm";
import type { Ctx } from "../context.ts";
import { lockName } from "../lock.ts";
import type { Platform } from "../ports.ts";

export type Workspace = { id: number; name: string; slug: string };

/** The workspace with this slug, made on first use. */
export async function ensureWorkspace(
  ctx: Pick<Ctx, "db">,
  input: { slug: string; name: string },
): Promise<Workspace> {
  const columns = { id: schema.workspaces.id, name: schema.workspaces.name, slug: schema.workspaces.slug };
  const [made] = await ctx.db
    .insert(schema.workspaces)
    .values(input)
    .onConflictDoNothing()
    .returning(columns);
  if (made) return made;
  const [found] = await ctx.db
    .select(columns)
    .from(schema.workspaces)
    .where(eq(schema.workspaces.slug, input.slug));
  if (!found) throw new Error(`workspace ${input.slug} was neither made nor found`);
  return found;
}

export type ConnectPlatformInput = {
  platform: Platform;
  /** Slack team id, Discord guild id; "panel" for the help panel. */
  externalId: string;
  name: string;
  botUserId?: string | null;
  /** The workspace that the first team or guild of a platform joins. */
  homeSlug: string;
};

/**
 * Finds the workspace of a team or guild. The first one of a platform joins the home workspace; a further one gets a
 * workspace of its own, so that a stranger who invites the bot never reads the home workspace's articles.
 */
export async function connectPlatform(ctx: Pick<Ctx, "db">, input: ConnectPlatformInput): Promise<Workspace> {
  return ctx.db.transaction(async (tx) => {
    await lockName(tx, `connect:${input.platform}`);
    const known = await findWorkspace({ db: tx }, input);
    if (known) {
      await tx
        .update(schema.workspaceConnections)
        .set({ name: input.name, ...(input.botUserId ? { botUserId: input.botUserId } : {}) })
        .where(sameConnection(input));
      return known;
    }

    const [other] = await tx
      .select({ id: schema.workspaceConnections.id })
      .from(schema.workspaceConnections)
      .where(eq(schema.workspaceConnections.platform, input.platform))
      .limit(1);
    const workspace = await ensureWorkspace(
      { db: tx },
      other
        ? { slug: `${input.platform}-${input.externalId}`.toLowerCase(), name: input.name }
        : { slug: input.homeSlug, name: input.name },
    );
    await tx.insert(schema.workspaceConnections).values({
      workspaceId: workspace.id,
      platform: input.platform,
      externalId: input.externalId,
      name: input.name,
      botUserId: input.botUserId ?? null,
    });
    return workspace;
  });
}

function sameConnection(input: { platform: Platform; externalId: string }) {
  return and(
    eq(schema.workspaceConnections.platform, input.platform),
    eq(schema.workspaceConnections.externalId, input.externalId),
  );
}

export async function findWorkspace(
  ctx: Pick<Ctx, "db">,
  input: { platform: Platform; externalId: string },
): Promise<Workspace | null> {
  const [row] = await ctx.db
    .select({ id: schema.workspaces.id, name: schema.workspaces.name, slug: schema.workspaces.slug })
    .from(schema.workspaceConnections)
    .innerJoin(schema.workspaces, eq(schema.workspaces.id, schema.workspaceConnections.workspaceId))
    .where(sameConnection(input));
  return row ?? null;
}

export type ChannelRole = "support" | "agents";

/** Makes the enabled channels of a platform exactly those that the configuration names. */
export async function syncChannels(
  ctx: Pick<Ctx, "db">,
  input: {
    workspaceId: number;
    platform: Platform;
    channels: { externalId: string; role: ChannelRole; name?: string }[];
  },
): Promise<void> {
  const ids = input.channels.map((channel) => channel.externalId);
  await ctx.db.transaction(async (tx) => {
    for (const channel of input.channels) {
      const row = { role: channel.role, name: channel.name ?? "", enabled: true };
      await tx
        .insert(schema.channels)
        .values({
          workspaceId: input.workspaceId,
          platform: input.platform,
          externalId: channel.externalId,
          ...row,
        })
        .onConflictDoUpdate({
          target: [schema.channels.workspaceId, schema.channels.platform, schema.channels.externalId],
          set: row,
        });
    }
    const others = and(
      eq(schema.channels.workspaceId, input.workspaceId),
      eq(schema.channels.platform, input.platform),
      ids.length > 0 ? notInArray(schema.channels.externalId, ids) : undefined,
    );
    await tx.update(schema.channels).set({ enabled: false }).where(others);
  });
}

export async function findChannelRole(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; platform: Platform; channelIds: readonly string[] },
): Promise<ChannelRole | null> {
  const [row] = await ctx.db
    .select({ role: schema.channels.role })
    .from(schema.channels)
    .where(
      and(
        eq(schema.channels.workspaceId, input.workspaceId),
        eq(schema.channels.platform, input.platform),
        eq(schema.channels.enabled, true),
        inArray(schema.channels.externalId, [...input.channelIds]),
      ),
    );
  return row?.role ?? null;
}

/**
 * Where people of the workspace take over: its agent channel on `preferred`, else on any platform, else none.
 * `except` is a channel that cannot be posted to.
 */
export async function findAgentChannel(
  ctx: Pick<Ctx, "db">,
  input: { workspaceId: number; preferred: Platform; except?: string | null },
): Promise<{ platform: Platform; channelId: string } | null> {
  const rows = await ctx.db
    .select({ platform: schema.channels.platform, channelId: schema.channels.externalId })
    .from(schema.channels)
    .where(
      and(
        eq(schema.channels.workspaceId, input.workspaceId),
        eq(schema.channels.role, "agents"),
        eq(schema.channels.enabled, true),
        input.except ? ne(schema.channels.externalId, input.except) : undefined,
      ),
    )
    .orderBy(schema.channels.id);
  return rows.find((row) => row.platform === input.preferred) ?? rows[0] ?? null;
}
