import { ApiError, withMessages } from "../api-error.ts";
import type { Args } from "../args.ts";
import type { Core } from "../core.ts";
import { type Json, toObjects, toText } from "../json.ts";
import { addMessage, changeMessage } from "../messages.ts";
import { escapeText, toRichText } from "../rich-text.ts";
import type { Channel, Message } from "../types.ts";
import { describe } from "../validate/blocks.ts";
import { MAX_MARKDOWN } from "../validate/limits.ts";
import { toWire } from "../wire.ts";
import { authorOf, threadOf } from "./chat.ts";
import { checkBlocksArg, readMetadata, storeBlocks } from "./content.ts";
import { enterChannel, findOwn, type MethodTable } from "./method.ts";

const PIECE_ARGS = { "channel!": "string", markdown_text: "string", chunks: "list" } as const;

export const streamMethods: MethodTable = {
  "chat.startStream": {
    token: "bot",
    scopes: ["chat:write"],
    args: {
      ...PIECE_ARGS,
      "thread_ts!": "string",
      recipient_team_id: "string",
      recipient_user_id: "string",
      task_display_mode: "string",
      icon_emoji: "string",
      icon_url: "string",
      username: "string",
    },
    run: startStream,
  },
  "chat.appendStream": {
    token: "bot",
    scopes: ["chat:write"],
    args: { ...PIECE_ARGS, "ts!": "string" },
    run(core, args) {
      const { channel, message } = findStream(core, args);
      const piece = readPiece(core, args);
      if (piece.isEmpty)
        throw withMessages("invalid_arguments", ["one of markdown_text, chunks is required"]);
      append(message, piece);
      core.workspace.changed();
      return { channel: channel.id, ts: message.ts };
    },
  },
  "chat.stopStream": {
    token: "bot",
    scopes: ["chat:write"],
    args: {
      ...PIECE_ARGS,
      "ts!": "string",
      blocks: "blocks",
      metadata: "metadata",
      session_status: "string",
    },
    run: stopStream,
  },
};

function startStream(core: Core, args: Args): Json {
  const channel = enterChannel(core, args.text("channel"));
  if (channel.isArchived) throw new ApiError("is_archived");
  if (channel.kind !== "im") {
    if (!args.has("recipient_user_id")) throw new ApiError("missing_recipient_user_id");
    if (!args.has("recipient_team_id")) throw new ApiError("missing_recipient_team_id");
  }
  const recipient = args.find("recipient_user_id");
  if (recipient !== undefined && !core.workspace.users.has(recipient)) throw new ApiError("user_not_found");
  const piece = readPiece(core, args);
  const message = addMessage(core, channel, {
    text: "",
    ...authorOf(core, args),
    ...threadOf(core, channel, args.text("thread_ts")),
    streamingState: "in_progress",
    streamStartedAt: Date.now(),
  });
  append(message, piece);
  core.workspace.changed();
  return { channel: channel.id, ts: message.ts };
}

function stopStream(core: Core, args: Args): Json {
  const { channel, message } = findStream(core, args);
  const piece = readPiece(core, args);
  const sent = toObjects(args.list("blocks") ?? []);
  checkBlocksArg(core, sent);
  const status = args.find("session_status");
  if (status !== undefined) checkStatus(status);
  const metadata = readMetadata(core, args);
  append(message, piece);
  changeMessage(core, channel, message, {
    blocks: [...message.blocks, ...storeBlocks(sent)],
    sentBlocks: [...message.sentBlocks, ...sent],
    ...(metadata ? { metadata } : {}),
    streamingState: "completed",
  });
  return {
    channel: channel.id,
    ts: message.ts,
    message: toWire(core.workspace, message, { metadata: "full" }),
  };
}

export function checkStatus(status: string): void {
  const known = ["active", "processing", "suspended", "closed"];
  if (!known.includes(status))
    throw withMessages("invalid_arguments", [`must be one of ${known.join(", ")} [json-pointer:/status]`]);
}

function findStream(core: Core, args: Args): { channel: Channel; message: Message } {
  const channel = enterChannel(core, args.text("channel"));
  const message = findOwn(core, channel, args.text("ts"), "message_not_owned_by_app");
  const isOver = Date.now() - (message.streamStartedAt ?? 0) > core.settings.streamLifetimeMs;
  if (message.streamingState !== "in_progress" || isOver)
    throw new ApiError("message_not_in_streaming_state");
  return { channel, message };
}

interface Piece {
  markdown: string;
  blocks: Json[];
  isEmpty: boolean;
}

function readPiece(core: Core, args: Args): Piece {
  const chunks = toObjects(args.list("chunks") ?? []);
  for (const [index, chunk] of chunks.entries()) checkChunk(core, chunk, `/chunks/${index}`);
  const texts = chunks.filter(({ type }) => type === "markdown_text").map(({ text }) => toText(text) ?? "");
  const parts = [args.find("markdown_text") ?? "", ...texts];
  if (parts.some((part) => part.length > MAX_MARKDOWN)) throw new ApiError("msg_too_long");
  const blocks = chunks
    .filter(({ type }) => type === "blocks")
    .flatMap((chunk) => toObjects(chunk["blocks"]));
  checkBlocksArg(core, blocks);
  return { markdown: parts.join(""), blocks, isEmpty: !args.has("markdown_text") && chunks.length === 0 };
}

function checkChunk(core: Core, chunk: Json, at: string): void {
  const definition = core.schema.chunkTypes.get(toText(chunk["type"]) ?? "");
  // The blocks inside are checked apart, with better words.
  const shape = chunk["type"] === "blocks" ? { ...chunk, blocks: [] } : chunk;
  const problems = definition
    ? describe(core.schema.check(definition, shape), at)
    : [`unsupported type [json-pointer:${at}]`];
  if (problems.length > 0) throw withMessages("invalid_chunks", problems);
}

function append(message: Message, piece: Piece): void {
  message.text += escapeText(piece.markdown);
  message.sentBlocks.push(...piece.blocks);
  const body = message.text === "" ? [] : [toRichText(message.text)];
  message.blocks = [...body, ...storeBlocks(message.sentBlocks)];
}
