import { connectPlatform, findWorkspace, syncChannels } from "@firstline/core";
import type { Ctx, SlackConfig } from "@firstline/core";
import type { WebClient } from "@slack/web-api";
import { resolveChannels } from "./channels.ts";
import { toUpstreamError } from "./errors.ts";

/** Who the bot is in Slack, and which workspace of ours that team belongs to. */
export type Identity = {
  teamId: string;
  botUserId: string;
  botId: string | null;
  /** Address of the team, with a slash at its end. */
  teamUrl: string;
  scopes: ReadonlySet<string>;
  workspaceId: number;
};

export type Home = {
  /** Null until Slack has been reached for the first time. */
  identity(): Identity | null;
  /** Asks Slack who we are and where we listen, and writes it down. Throws `UpstreamError`. */
  connect(): Promise<Identity>;
  /** Looks for the configured channels anew, for example when the bot was invited to one. */
  refreshChannels(): Promise<void>;
  /** Our workspace of a Slack team; null for a team that is not connected. */
  workspaceOf(teamId: string | undefined): Promise<number | null>;
};

export type HomeInput = { slug: string; name: string };

export function createHome(
  ctx: Pick<Ctx, "db" | "log">,
  client: WebClient,
  config: SlackConfig,
  input: HomeInput,
): Home {
  let identity: Identity | null = null;
  const others = new Map<string, number>();

  const refreshChannels = async (workspaceId: number): Promise<void> => {
    const channels = await resolveChannels(client, config, ctx.log);
    await syncChannels(ctx, { workspaceId, platform: "slack", channels });
  };

  return {
    identity: () => identity,
    async connect() {
      const found = await readIdentity(client);
      const workspace = await connectPlatform(ctx, {
        platform: "slack",
        externalId: found.teamId,
        name: found.teamName,
        botUserId: found.botUserId,
        homeSlug: input.slug,
      });
      await refreshChannels(workspace.id);
      identity = { ...found, workspaceId: workspace.id };
      return identity;
    },
    async refreshChannels() {
      if (identity) await refreshChannels(identity.workspaceId);
    },
    async workspaceOf(teamId) {
      if (teamId === undefined) return null;
      if (identity?.teamId === teamId) return identity.workspaceId;
      const known = others.get(teamId);
      if (known !== undefined) return known;
      const workspace = await findWorkspace(ctx, { platform: "slack", externalId: teamId });
      if (workspace) others.set(teamId, workspace.id);
      return workspace?.id ?? null;
    },
  };
}

async function readIdentity(
  client: WebClient,
): Promise<Omit<Identity, "workspaceId"> & { teamName: string }> {
  try {
    const auth = await client.auth.test();
    if (!auth.team_id || !auth.user_id) throw new Error("auth.test answered without a team or a user");
    return {
      teamId: auth.team_id,
      teamName: auth.team ?? "Slack",
      botUserId: auth.user_id,
      botId: auth.bot_id ?? null,
      teamUrl: auth.url ?? "https://slack.com/",
      scopes: new Set(auth.response_metadata?.scopes ?? []),
    };
  } catch (error) {
    throw toUpstreamError(error);
  }
}
