import { ApiError } from "../api-error.ts";
import type { Args, ArgSpec } from "../args.ts";
import type { Core } from "../core.ts";
import type { Json } from "../json.ts";
import type { Channel, ChannelKind, Message } from "../types.ts";

export interface Method {
  /** "app" wants the app-level token, "any" none at all. */
  token: "bot" | "app" | "any";
  args: ArgSpec;
  /** Any one of these is enough; none means that every token may call. */
  scopes?: readonly string[] | ((core: Core, args: Args) => readonly string[]);
  /** The fields of the answer beside ok: true. Throws ApiError. */
  run(core: Core, args: Args): Json;
}

export type MethodTable = Readonly<Record<string, Method>>;

/** A channel the bot may know of: a private one it is not in does not exist for it. */
export function seeChannel(core: Core, id: string): Channel {
  const channel = core.workspace.channels.get(id);
  const isHidden = channel && channel.kind !== "channel" && !isMember(core, channel);
  if (!channel || isHidden) throw new ApiError("channel_not_found");
  return channel;
}

/** A channel the bot is in. */
export function enterChannel(core: Core, id: string): Channel {
  const channel = seeChannel(core, id);
  if (!isMember(core, channel)) throw new ApiError("not_in_channel");
  return channel;
}

export function isMember(core: Core, channel: Channel): boolean {
  return channel.members.has(core.workspace.botUserId);
}

/** The scope a kind of conversation asks for: `channels:read`, `groups:history` and so on. */
export function scopeFor(kind: ChannelKind, right: "read" | "history"): string {
  const family = { channel: "channels", group: "groups", im: "im", mpim: "mpim" }[kind];
  return `${family}:${right}`;
}

/** A missing channel is complained of later, so its scope falls back to the public one. */
export function channelScope(right: "read" | "history"): (core: Core, args: Args) => readonly string[] {
  return (core, args) => [
    scopeFor(core.workspace.channels.get(args.text("channel"))?.kind ?? "channel", right),
  ];
}

export function findOwn(core: Core, channel: Channel, ts: string, refusal: string): Message {
  const message = core.workspace.findMessage(channel.id, ts);
  if (!message) throw new ApiError("message_not_found");
  if (message.botId !== core.workspace.botId) throw new ApiError(refusal);
  return message;
}
