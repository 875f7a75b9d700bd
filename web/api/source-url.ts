import type { Source } from "@firstline/core";

/** Where a source is read: its public address, or its page here, whatever name this server is called by. */
export function toSourceUrl(source: Source, publicUrl: string): string {
  if (source.url?.startsWith(`${publicUrl}/`)) return source.url.slice(publicUrl.length);
  if (source.url !== null && /^https?:\/\//iu.test(source.url)) return source.url;
  return `/articles/id/${source.articleId}`;
}
