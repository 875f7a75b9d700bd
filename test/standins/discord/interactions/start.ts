import type { JsonObject } from "../json.ts";
import { channelTypes, limits } from "../limits.ts";
import type { Realm } from "../realm.ts";
import { guildPermissions } from "../state/permissions.ts";
import type { Channel, Message } from "../state/types.ts";
import { toWireChannel } from "../wire/channels.ts";
import { toWireMessage } from "../wire/messages.ts";
import { toWireMemberWithUser, toWireUser } from "../wire/people.ts";
import type { InteractionKind } from "./registry.ts";
import { Interaction } from "./registry.ts";

export interface Start {
  readonly kind: InteractionKind;
  readonly userId: string;
  readonly channel: Channel;
  readonly data: JsonObject;
  readonly commandName?: string;
  readonly isMenu?: boolean;
  readonly source?: Message | null;
  readonly openedBy?: Interaction;
}

/** Sends an interaction to the bot and waits for the first answer, three seconds at most. */
export async function startInteraction(realm: Realm, start: Start): Promise<Interaction> {
  const interaction = new Interaction({
    id: realm.world.ids.next(),
    kind: start.kind,
    userId: start.userId,
    channelId: start.channel.id,
    guildId: start.channel.guildId,
    commandName: start.commandName ?? null,
    isMenu: start.isMenu ?? false,
    openedBy: start.openedBy ?? null,
    source: start.source ?? null,
  });
  realm.interactions.add(interaction);
  const payload = toPayload(realm, interaction, start);
  realm.emit({
    name: "INTERACTION_CREATE",
    intents: 0,
    guildId: start.channel.guildId,
    payload: () => payload,
  });
  await acknowledged(realm, interaction);
  return interaction;
}

async function acknowledged(realm: Realm, interaction: Interaction): Promise<void> {
  const isDone = (): boolean => interaction.acknowledgment !== null;
  try {
    await realm.records.waitFor(isDone, limits.interaction.acknowledgeMs, () => "not acknowledged");
  } catch {
    realm.interactions.fail(interaction, "This application did not respond within 3 seconds");
  }
}

function toPayload(realm: Realm, interaction: Interaction, start: Start): JsonObject {
  const { world } = realm;
  const { channel } = start;
  const isDm = channel.type === channelTypes.dm;
  return {
    id: interaction.id,
    application_id: world.applicationId,
    type: interaction.kind,
    token: interaction.token,
    version: 1,
    data: start.data,
    channel_id: channel.id,
    channel: {
      ...toWireChannel(world, channel),
      permissions: bits(world.permissionsOf(start.userId, channel)),
    },
    ...(isDm ? { user: toWireUser(world.user(start.userId)) } : inGuild(realm, start)),
    ...(start.source ? { message: toWireMessage(world, start.source, true) } : {}),
    locale: "en-US",
    app_permissions: bits(world.permissionsOf(world.bot.id, channel)),
    entitlements: [],
    authorizing_integration_owners: { "0": channel.guildId ?? "0" },
    context: isDm ? 1 : 0,
    attachment_size_limit: limits.file.bytes,
  };
}

function inGuild(realm: Realm, start: Start): JsonObject {
  const { world } = realm;
  const guild = world.guild(start.channel.guildId ?? "");
  const member = guild.members.get(start.userId);
  if (!member) throw new Error(`${start.userId} is not a member of ${guild.name}`);
  return {
    guild_id: guild.id,
    guild: { id: guild.id, locale: "en-US", features: [] },
    guild_locale: "en-US",
    member: {
      ...toWireMemberWithUser(member, world.user(start.userId)),
      permissions: bits(world.permissionsOf(start.userId, start.channel)),
    },
  };
}

function bits(permissions: bigint): string {
  return permissions.toString();
}

/** Whether a member has what a command asks for; administrators of the guild can change that, which nobody did. */
export function mayUseCommand(realm: Realm, channel: Channel, userId: string, command: JsonObject): boolean {
  const needed = command["default_member_permissions"];
  if (channel.guildId === null || typeof needed !== "string") return true;
  const own = guildPermissions(realm.world.guild(channel.guildId), userId);
  if (needed === "0") return (own & (1n << 3n)) !== 0n;
  return (own & BigInt(needed)) === BigInt(needed);
}
