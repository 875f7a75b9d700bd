import type { Button, FeedCursor, FeedItem, PanelFeed, StoredFile } from "@firstline/core";
import { FEED_START } from "@firstline/core";
import { renderMessage } from "../markdown.ts";
import { handledBy } from "../kinds.ts";
import { messageNodes } from "../message-nodes.ts";
import type { NodeJson } from "../message-nodes.ts";
import { toSourceUrl } from "../source-url.ts";

export type ItemJson = {
  key: string;
  from: FeedItem["from"];
  author: string | null;
  /** As it was written. */
  markdown: string;
  /** Ready to show; null for the visitor's own words, which are plain text. */
  html: string | null;
  /** The same, for programs that build elements and never parse HTML. */
  nodes: NodeJson[] | null;
  sources: { title: string; url: string; excerpt: string | null }[];
  buttons: Button[][];
  files: StoredFile[];
  footer: string | null;
  saidAt: string;
};

export type ConversationJson = {
  id: string;
  subject: string;
  status: PanelFeed["ticket"]["status"];
  /** Who answers: the AI, or people once it was handed over. */
  handledBy: "ai" | "people";
  /** Somebody said that it is solved; a resolved conversation without is one that the AI takes for answered. */
  confirmed: boolean;
  rating: number | null;
};

export function toConversationJson(
  publicId: string,
  { ticket }: { ticket: Omit<PanelFeed["ticket"], "id"> },
): ConversationJson {
  return {
    id: publicId,
    subject: ticket.subject,
    status: ticket.status,
    handledBy: handledBy(ticket),
    confirmed: ticket.resolution === "confirmed",
    rating: ticket.satisfactionRating,
  };
}

export function toItemJson(item: FeedItem, publicUrl: string): ItemJson {
  const { reply } = item;
  return {
    key: item.key,
    from: item.from,
    author: reply.author?.name ?? null,
    markdown: reply.markdown,
    html: item.from === "visitor" ? null : String(renderMessage(reply.markdown)),
    nodes: item.from === "visitor" ? null : messageNodes(reply.markdown),
    sources: (reply.sources ?? []).map((source) => ({
      title: source.title,
      excerpt: source.excerpt,
      url: toSourceUrl(source, publicUrl),
    })),
    buttons: reply.buttons ?? [],
    files: item.files,
    footer: reply.footer ?? null,
    saidAt: item.saidAt.toISOString(),
  };
}

/** The id of a server-sent event, from which a stream goes on after a break. */
export const toEventId = (cursor: FeedCursor): string => `m${cursor.message}.o${cursor.outgoing}`;

/** An id that is not one of ours starts from the beginning: items said twice replace each other. */
export function fromEventId(id: string | undefined): FeedCursor {
  const [, message, outgoing] = /^m(\d{1,15})\.o(\d{1,15})$/u.exec(id ?? "") ?? [];
  if (message === undefined || outgoing === undefined) return FEED_START;
  return { message: Number(message), outgoing: Number(outgoing) };
}
