import type { VisitorSigns } from "@firstline/core";
import type { Context } from "hono";
import { addressOf } from "./address.ts";

const LONGEST_AGENT = 300;

/** What tells one visitor from another as long as the day lasts. */
export function visitorOf(c: Context): VisitorSigns {
  return { address: addressOf(c), agent: (c.req.header("user-agent") ?? "").slice(0, LONGEST_AGENT) };
}
