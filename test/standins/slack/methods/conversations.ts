import { ApiError } from "../api-error.ts";
import type { Args } from "../args.ts";
import type { Core } from "../core.ts";
import type { Json } from "../json.ts";
import type { Channel, ChannelKind } from "../types.ts";
import { toWireChannel } from "../wire.ts";
import { joinChannel } from "../joining.ts";
import { channelScope, enterChannel, isMember, type MethodTable, scopeFor, seeChannel } from "./method.ts";
import { PAGE_ARGS, takePage } from "./paging.ts";

const KINDS: Readonly<Record<string, ChannelKind>> = {
  public_channel: "channel",
  private_channel: "group",
  im: "im",
  mpim: "mpim",
};

const LIST_ARGS = { ...PAGE_ARGS, types: "string", exclude_archived: "boolean" } as const;

export const conversationMethods: MethodTable = {
  "conversations.list": {
    token: "bot",
    scopes: (_core, args) => listedKinds(args).map((kind) => scopeFor(kind, "read")),
    args: LIST_ARGS,
    run: (core, args) =>
      listChannels(core, args, (channel) => channel.kind === "channel" || isMember(core, channel)),
  },
  "users.conversations": {
    token: "bot",
    scopes: (_core, args) => listedKinds(args).map((kind) => scopeFor(kind, "read")),
    args: { ...LIST_ARGS, user: "string" },
    run(core, args) {
      const user = args.find("user") ?? core.workspace.botUserId;
      if (!core.workspace.users.has(user)) throw new ApiError("user_not_found");
      const isSeen = (channel: Channel): boolean => channel.kind === "channel" || isMember(core, channel);
      return listChannels(core, args, (channel) => channel.members.has(user) && isSeen(channel));
    },
  },
  "conversations.info": {
    token: "bot",
    scopes: channelScope("read"),
    args: { "channel!": "string", include_locale: "boolean", include_num_members: "boolean" },
    run(core, args) {
      const { num_members: members, ...wire } = toWireChannel(
        core.workspace,
        seeChannel(core, args.text("channel")),
      );
      return { channel: args.flag("include_num_members") ? { ...wire, num_members: members } : wire };
    },
  },
  "conversations.members": {
    token: "bot",
    scopes: channelScope("read"),
    args: { ...PAGE_ARGS, "channel!": "string" },
    run(core, args) {
      const channel = seeChannel(core, args.text("channel"));
      const page = takePage([...channel.members], args, { normal: 100, max: 1000 });
      return { members: page.items, response_metadata: page.metadata };
    },
  },
  "conversations.join": {
    token: "bot",
    scopes: ["channels:join"],
    args: { "channel!": "string" },
    run(core, args) {
      const channel = seeChannel(core, args.text("channel"));
      if (channel.kind !== "channel") throw new ApiError("method_not_supported_for_channel_type");
      if (channel.isArchived) throw new ApiError("is_archived");
      if (isMember(core, channel)) return { ...joined(core, channel), warning: "already_in_channel" };
      joinChannel(core, channel, core.workspace.botUserId);
      return joined(core, channel);
    },
  },
  "conversations.leave": {
    token: "bot",
    scopes: ["channels:manage"],
    args: { "channel!": "string" },
    run(core, args) {
      enterChannel(core, args.text("channel")).members.delete(core.workspace.botUserId);
      return {};
    },
  },
  "conversations.open": {
    token: "bot",
    scopes: ["im:write", "mpim:write"],
    args: { channel: "string", users: "string", prevent_creation: "boolean", return_im: "boolean" },
    run: openConversation,
  },
};

function joined(core: Core, channel: Channel): Json {
  return { channel: toWireChannel(core.workspace, channel) };
}

function listedKinds(args: Args): ChannelKind[] {
  const types = (args.find("types") ?? "public_channel").split(",").map((type) => type.trim());
  return types.map((type) => {
    const kind = KINDS[type];
    if (kind === undefined) throw new ApiError("invalid_types");
    return kind;
  });
}

function listChannels(core: Core, args: Args, isListed: (channel: Channel) => boolean): Json {
  const kinds = listedKinds(args);
  const channels = [...core.workspace.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      isListed(channel) &&
      !(args.flag("exclude_archived") && channel.isArchived),
  );
  const page = takePage(channels, args, { normal: 100, max: 1000 });
  const wires = page.items.map((channel) => toWireChannel(core.workspace, channel));
  return { channels: wires, response_metadata: page.metadata };
}

function openConversation(core: Core, args: Args): Json {
  const users = (args.find("users") ?? "").split(",").filter((id) => id !== "");
  const channelId = args.find("channel");
  if (channelId !== undefined) return opened(core, seeChannel(core, channelId), args, true);
  if (users.length === 0) throw new ApiError("users_list_not_supplied");
  if (users.length > 8) throw new ApiError("too_many_users");
  if (users.some((id) => !core.workspace.users.has(id))) throw new ApiError("user_not_found");
  const [first = ""] = users;
  if (users.length > 1) return opened(core, core.workspace.openGroupDm(users), args, false);
  if (core.workspace.getUser(first).isBot) throw new ApiError("cannot_dm_bot");
  return opened(core, core.workspace.openDm(first), args, false);
}

function opened(core: Core, channel: Channel, args: Args, wasOpen: boolean): Json {
  const wire = args.flag("return_im") ? toWireChannel(core.workspace, channel) : { id: channel.id };
  return { ...(wasOpen ? { no_op: true, already_open: true } : {}), channel: wire };
}
