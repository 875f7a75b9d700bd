import type { JsonObject } from "../json.ts";
import { objectsOf, textOr, textsOf } from "../json.ts";
import { messageFlags } from "../limits.ts";
import { permissions } from "./permissions.ts";
import type { Channel, Guild, Message, Pings } from "./types.ts";
import type { World } from "./world.ts";

/** What allowed_mentions lets through. */
export interface Allowed {
  readonly everyone: boolean;
  readonly users: "all" | readonly string[];
  readonly roles: "all" | readonly string[];
  readonly repliedUser: boolean;
}

/** A message without allowed_mentions pings everything that it names. */
export const ALLOW_ALL: Allowed = { everyone: true, users: "all", roles: "all", repliedUser: true };

/** `repliedUser` counts only when set: with an allowed_mentions of any form the default is not to ping. */
export function readAllowed(wire: JsonObject | null): Allowed {
  if (wire === null) return ALLOW_ALL;
  const parse = textsOf(wire["parse"]);
  return {
    everyone: parse.includes("everyone"),
    users: parse.includes("users") ? "all" : textsOf(wire["users"]),
    roles: parse.includes("roles") ? "all" : textsOf(wire["roles"]),
    repliedUser: wire["replied_user"] === true,
  };
}

/** Discord does not read mentions inside code. */
function withoutCode(text: string): string {
  return text.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/(`+)[^`]+?\1/g, "");
}

/** The text of a message that can ping: its content and, in the newer form, its text displays. Embeds never ping. */
function pingingText(content: string, components: readonly JsonObject[]): string {
  const texts = components.map((component) => {
    const children = objectsOf(component["components"]);
    return `${textOr(component["content"], "")} ${pingingText("", children)}`;
  });
  return [content, ...texts].join("\n");
}

interface Draft {
  readonly authorId: string;
  readonly content: string;
  readonly components: readonly JsonObject[];
  readonly flags: number;
  readonly replied: Message | null;
}

export function findPings(world: World, channel: Channel, draft: Draft, allowed: Allowed): Pings {
  const text = withoutCode(pingingText(draft.content, draft.components));
  const guild = channel.guildId === null ? null : world.guild(channel.guildId);
  // Webhooks are no members, and nothing holds them back.
  const mayAll =
    guild !== null &&
    (!guild.members.has(draft.authorId) ||
      (world.permissionsOf(draft.authorId, channel) & permissions.MENTION_EVERYONE) !== 0n);

  const named = [...text.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? "");
  const users = named.filter((id) => isThere(world, guild, channel, id) && passes(allowed.users, id));
  if (draft.replied && allowed.repliedUser && !draft.replied.webhook) users.push(draft.replied.authorId);

  const roles = [...text.matchAll(/<@&(\d+)>/g)]
    .map((match) => match[1] ?? "")
    .filter((id) => (mayAll || guild?.roles.get(id)?.mentionable) && guild?.roles.has(id))
    .filter((id) => passes(allowed.roles, id));

  return {
    everyone: allowed.everyone && mayAll && /@(?:everyone|here)\b/.test(text),
    users: [...new Set(users)],
    roles: [...new Set(roles)],
    silent: (draft.flags & messageFlags.suppressNotifications) !== 0,
  };
}

function passes(allowed: "all" | readonly string[], id: string): boolean {
  return allowed === "all" || allowed.includes(id);
}

function isThere(world: World, guild: Guild | null, channel: Channel, userId: string): boolean {
  if (guild) return guild.members.has(userId);
  return channel.recipientId === userId || world.bot.id === userId;
}
