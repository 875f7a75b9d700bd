import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";

/**
 * The address that a request came from. A proxy on this machine or in the private network is believed about whom it
 * speaks for, and only its own, last entry is.
 */
export function addressOf(c: Context): string {
  const peer = peerOf(c);
  const forwarded = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return networkOf(forwarded && isPrivate(peer) ? forwarded.slice(0, 64) : peer);
}

/** Requests that were made in the process itself have no socket. */
function peerOf(c: Context): string {
  const bindings: unknown = c.env;
  const hasSocket = typeof bindings === "object" && bindings !== null && "incoming" in bindings;
  return (hasSocket ? getConnInfo(c).remote.address : undefined) ?? "local";
}

/** One IPv6 customer has 2^64 addresses: they count as one. */
export function networkOf(address: string): string {
  if (!/^[0-9a-f]+:/iu.test(address)) return address;
  // Two colons stand for as many zeros as are missing.
  const [start = "", end = ""] = address.toLowerCase().split("::");
  const groups = start.split(":");
  const missing = address.includes("::") ? Math.max(0, 8 - groups.length - end.split(":").length) : 0;
  const all = [...groups, ...Array<string>(missing).fill("0"), ...end.split(":")];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/u, ""))
    .join(":");
}

const PRIVATE =
  /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]|^fe80:|^local$/iu;

export function isPrivate(address: string): boolean {
  return PRIVATE.test(address);
}
