import type { StoredFile } from "@firstline/core";
import type { Context } from "hono";

/** Hands a stranger's file over so that no browser runs or shows it: it is saved, and has no power on our origin. */
export function sendFile(c: Context, file: StoredFile & { content: Uint8Array }): Response {
  const plain = file.name.replace(/[^\w. -]/gu, "_");
  const headers = {
    "Content-Type": file.mediaType,
    "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
  };
  return c.body(Uint8Array.from(file.content), 200, headers);
}
