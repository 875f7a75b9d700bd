import { ApiError } from "../api-error.ts";
import type { Args } from "../args.ts";
import type { Core } from "../core.ts";
import { isTs } from "../ids.ts";
import type { Json } from "../json.ts";
import type { Message } from "../types.ts";
import { toWire, type WireOptions } from "../wire.ts";
import { channelScope, enterChannel, type MethodTable } from "./method.ts";
import { PAGE_ARGS, takePage } from "./paging.ts";

const RANGE_ARGS = {
  ...PAGE_ARGS,
  oldest: "string",
  latest: "string",
  inclusive: "boolean",
  include_all_metadata: "boolean",
} as const;

const LIMITS = { normal: 100, max: 999 };

export const historyMethods: MethodTable = {
  "conversations.history": {
    token: "bot",
    scopes: channelScope("history"),
    args: { ...RANGE_ARGS, "channel!": "string" },
    run: readHistory,
  },
  "conversations.replies": {
    token: "bot",
    scopes: channelScope("history"),
    args: { ...RANGE_ARGS, "channel!": "string", "ts!": "string" },
    run: readReplies,
  },
};

function readHistory(core: Core, args: Args): Json {
  const channel = enterChannel(core, args.text("channel"));
  const isTop = ({ threadTs, ts, subtype }: Message): boolean =>
    threadTs === undefined || threadTs === ts || subtype === "thread_broadcast";
  const newestFirst = channel.messages
    .filter((message) => isTop(message) && isInRange(args, message))
    .reverse();
  const page = takePage(newestFirst, args, LIMITS);
  return {
    messages: page.items.map((message) => toWire(core.workspace, message, detail(args))),
    has_more: page.hasMore,
    pin_count: 0,
    response_metadata: page.metadata,
  };
}

/** A thread from its parent on, oldest first. The ts of a reply reads only that reply's own place in the thread. */
function readReplies(core: Core, args: Args): Json {
  const channel = enterChannel(core, args.text("channel"));
  const message = core.workspace.findMessage(channel.id, args.text("ts"));
  if (!message) throw new ApiError("thread_not_found");
  const replies = core.workspace.repliesTo(channel.id, message.ts).filter((reply) => isInRange(args, reply));
  const page = takePage(replies, args, { normal: 1000, max: 1000 });
  // The parent leads every page, whatever the range.
  return {
    messages: [message, ...page.items].map((each) => toWire(core.workspace, each, detail(args))),
    has_more: page.hasMore,
    ...(page.hasMore ? { response_metadata: page.metadata } : {}),
  };
}

function detail(args: Args): WireOptions {
  return { isRead: true, metadata: args.flag("include_all_metadata") ? "full" : "type" };
}

function isInRange(args: Args, { ts }: Message): boolean {
  const oldest = toTime(args.find("oldest"), "invalid_ts_oldest");
  const latest = toTime(args.find("latest"), "invalid_ts_latest");
  const time = Number(ts);
  const isInside = (oldest === undefined || time > oldest) && (latest === undefined || time < latest);
  return isInside || (args.flag("inclusive") && (time === oldest || time === latest));
}

function toTime(value: string | undefined, error: string): number | undefined {
  if (value === undefined || value === "" || value === "now") return undefined;
  if (!isTs(value) && !/^\d+(\.\d+)?$/.test(value)) throw new ApiError(error);
  return Number(value);
}
