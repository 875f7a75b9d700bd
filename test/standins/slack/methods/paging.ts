import { ApiError } from "../api-error.ts";
import type { Args, ArgSpec } from "../args.ts";
import type { Json } from "../json.ts";

export const PAGE_ARGS: ArgSpec = { limit: "number", cursor: "string" };

export interface Page<T> {
  items: T[];
  hasMore: boolean;
  /** response_metadata with next_cursor, empty on the last page. */
  metadata: Json;
}

/** Cuts a page out of a list. The cursor is the position, encoded as Slack's are. */
export function takePage<T>(all: readonly T[], args: Args, limits: { normal: number; max: number }): Page<T> {
  const limit = args.number("limit") ?? limits.normal;
  if (!Number.isInteger(limit) || limit < 0 || limit > limits.max) throw new ApiError("invalid_limit");
  const size = limit === 0 ? limits.normal : limit;
  const from = readCursor(args.find("cursor"));
  const items = all.slice(from, from + size);
  const hasMore = from + size < all.length;
  return { items, hasMore, metadata: { next_cursor: hasMore ? toCursor(from + size) : "" } };
}

function toCursor(position: number): string {
  return Buffer.from(`next_ts:${position}`).toString("base64");
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined || cursor === "") return 0;
  const [, position] = /^next_ts:(\d+)$/.exec(Buffer.from(cursor, "base64").toString("utf8")) ?? [];
  if (position === undefined) throw new ApiError("invalid_cursor");
  return Number(position);
}
