import { ApiError } from "../api-error.ts";
import type { Args } from "../args.ts";
import type { Core } from "../core.ts";
import type { Json } from "../json.ts";
import { toggleReaction } from "../messages.ts";
import type { Channel, Message } from "../types.ts";
import { reactionFields, toWire } from "../wire.ts";
import { toPermalink } from "./chat.ts";
import { enterChannel, type MethodTable, seeChannel } from "./method.ts";

const TARGET_ARGS = { "channel!": "string", "timestamp!": "string" } as const;
const MAX_REACTIONS = 23;

export const reactionMethods: MethodTable = {
  "reactions.add": {
    token: "bot",
    scopes: ["reactions:write"],
    args: { ...TARGET_ARGS, "name!": "string" },
    run(core, args) {
      const { channel, message } = findTarget(core, args);
      if (channel.isArchived) throw new ApiError("is_archived");
      const name = readName(args);
      if (message.reactions.length >= MAX_REACTIONS) throw new ApiError("too_many_emoji");
      if (!toggleReaction(core, message, name, core.workspace.botUserId, true))
        throw new ApiError("already_reacted");
      return {};
    },
  },
  "reactions.remove": {
    token: "bot",
    scopes: ["reactions:write"],
    args: { ...TARGET_ARGS, "name!": "string", file: "string", file_comment: "string" },
    run(core, args) {
      const { message } = findTarget(core, args);
      if (!toggleReaction(core, message, readName(args), core.workspace.botUserId, false))
        throw new ApiError("no_reaction");
      return {};
    },
  },
  "reactions.get": {
    token: "bot",
    scopes: ["reactions:read"],
    args: { channel: "string", timestamp: "string", full: "boolean", file: "string", file_comment: "string" },
    run(core, args) {
      if (!args.has("channel") || !args.has("timestamp")) throw new ApiError("no_item_specified");
      const { channel, message } = findTarget(core, args);
      return { type: "message", channel: channel.id, message: describe(core, message) };
    },
  },
};

function describe(core: Core, message: Message): Json {
  return {
    ...toWire(core.workspace, message),
    ...reactionFields(message),
    permalink: toPermalink(core, message),
  };
}

function findTarget(core: Core, args: Args): { channel: Channel; message: Message } {
  const seen = seeChannel(core, args.text("channel"));
  const message = core.workspace.findMessage(seen.id, args.text("timestamp"));
  if (!message) throw new ApiError("message_not_found");
  return { channel: enterChannel(core, seen.id), message };
}

/** A name without colons: letters, digits, _ + - and a skin tone. */
function readName(args: Args): string {
  const name = args.text("name");
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new ApiError("invalid_name");
  return name;
}
