import type { WebClient } from "@slack/web-api";
import { slackCode, toUpstreamError } from "./errors.ts";
import { HISTORY_PAGE, HISTORY_PAGES } from "./limits.ts";
import type { SlackMessage } from "./render.ts";

/** Marks a message of ours with the key of its delivery; Slack keeps it with the message. */
const DELIVERY = "firstline_delivery";

export type Place = { channelId: string; threadId: string | null };

/** Posts a rendered message; answers its ts. */
export async function postMessage(
  client: WebClient,
  place: Place,
  message: SlackMessage,
  deliveryKey: string,
): Promise<string> {
  try {
    const { ts } = await client.chat.postMessage({
      channel: place.channelId,
      ...(place.threadId === null ? {} : { thread_ts: place.threadId }),
      ...message,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: DELIVERY, event_payload: { delivery_key: deliveryKey } },
    });
    if (ts === undefined) throw new Error("chat.postMessage answered without a ts");
    return ts;
  } catch (error) {
    throw toUpstreamError(error, place);
  }
}

type Read = { ts?: string; metadata?: { event_type?: string; event_payload?: object } };
type Page = { messages: Read[]; cursor: string | undefined };

/**
 * The ts of the message that carries the key, looked for among those since then, or all. A place that can't be read is an error, never "not there": posting again
 * on a guess could say something twice.
 */
export async function findPosted(
  client: WebClient,
  place: Place,
  deliveryKey: string,
  since?: Date,
): Promise<string | null> {
  const oldest = since ? { oldest: (since.getTime() / 1000).toFixed(6) } : {};
  let cursor: string | undefined;
  try {
    for (let page = 0; page < HISTORY_PAGES; page += 1) {
      const read = await readPage(client, place, { ...oldest, ...(cursor ? { cursor } : {}) });
      const found = read.messages.find((message) => deliveryKeyOf(message.metadata) === deliveryKey);
      if (found?.ts !== undefined) return found.ts;
      if (!read.cursor) return null;
      cursor = read.cursor;
    }
    return null;
  } catch (error) {
    if (slackCode(error) === "thread_not_found") return null;
    throw toUpstreamError(error, place);
  }
}

/** A channel is read from its newest message back, a thread from its beginning: Slack knows no other order. */
async function readPage(
  client: WebClient,
  place: Place,
  from: { oldest?: string; cursor?: string },
): Promise<Page> {
  const { channelId: channel, threadId } = place;
  const paging = { limit: HISTORY_PAGE, include_all_metadata: true, ...from };
  if (threadId === null) {
    const page = await client.conversations.history({ channel, ...paging });
    return { messages: page.messages ?? [], cursor: page.response_metadata?.next_cursor };
  }
  const page = await client.conversations.replies({ channel, ts: threadId, ...paging });
  return { messages: page.messages ?? [], cursor: page.response_metadata?.next_cursor };
}

/** The key that a message carries, if it is one of ours. */
export function deliveryKeyOf(metadata: Read["metadata"]): string | null {
  if (metadata?.event_type !== DELIVERY) return null;
  const key: unknown = Reflect.get(metadata.event_payload ?? {}, "delivery_key");
  return typeof key === "string" ? key : null;
}
