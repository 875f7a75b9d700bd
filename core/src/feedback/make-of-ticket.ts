import type { Db } from "@firstline/db";
import type { Ctx } from "../context.ts";
import { sendOut } from "../delivery/send-out.ts";
import type { Button, Reply } from "../ports.ts";
import { cutText } from "../text/index.ts";
import { getTicket, threadOf } from "../tickets/load.ts";
import type { Ticket } from "../tickets/load.ts";
import { requireAskerOrAgent } from "../tickets/permission.ts";
import { wordsOf } from "../words/words-of.ts";
import type { Words } from "../words/words.ts";
import { getPerson } from "../workspaces/people.ts";
import { getSettings } from "../workspaces/settings.ts";
import { cardKeyOf } from "./commands/announce-post.ts";
import { createPost } from "./create.ts";
import { findSimilarPosts } from "./find-similar.ts";
import type { SimilarPost } from "./find-similar.ts";
import { findPostBySource } from "./load.ts";
import type { PostSummary } from "./load.ts";
import { postUrl } from "./post-address.ts";
import { postCard } from "./post-card.ts";
import { MAX_DESCRIPTION, MAX_TITLE, toWish } from "./post-text.ts";
import { isClosed } from "./status.ts";

export type MakePostOfTicketInput = {
  workspaceId: number;
  ticketId: number;
  by: { personId: number };
  /** Makes it even where others ask for the same. */
  isNew?: boolean;
};

export type MadeOfTicket =
  | { outcome: "created" | "exists"; post: PostSummary }
  /** Others ask for the same: they are offered in the ticket's thread, and nothing was made. */
  | { outcome: "similar"; posts: SimilarPost[] };

type MakeCtx = Pick<Ctx, "db" | "now" | "log" | "embedder" | "helpCenterUrl">;

/**
 * Makes a feature request of a ticket, in the asker's name; first it offers those that ask for the same. A ticket makes one
 * post at most. Throws `ForbiddenError` for anybody but the asker and agents.
 */
export async function makePostOfTicket(ctx: MakeCtx, input: MakePostOfTicketInput): Promise<MadeOfTicket> {
  const { workspaceId } = input;
  const ticket = await getTicket(ctx.db, workspaceId, input.ticketId);
  requireAskerOrAgent(ticket, await getPerson(ctx.db, workspaceId, input.by.personId));
  const sourceKey = `ticket:${ticket.id}`;
  const before = await findPostBySource(ctx.db, workspaceId, sourceKey);
  if (before) return { outcome: "exists", post: before };
  const title = cutText(toWish(ticket.subject), MAX_TITLE);
  const description = cutText(ticket.description, MAX_DESCRIPTION);
  if (input.isNew !== true) {
    const found = await findSimilarPosts(ctx, { workspaceId, title, description });
    const posts = found.filter((post) => !isClosed(post.status));
    if (posts.length > 0) {
      await ctx.db.transaction((tx) => offer(tx, ticket, posts));
      return { outcome: "similar", posts };
    }
  }
  return ctx.db.transaction(async (tx) => {
    const { platform, channelId, threadId } = threadOf(ticket);
    const { post, created } = await createPost(
      { ...ctx, db: tx },
      {
        workspaceId,
        title,
        description,
        author: { personId: ticket.askerId },
        place: { platform, channelId, threadId },
        ticketId: ticket.id,
        sourceKey,
      },
    );
    if (created) await showCard(tx, ticket, post, ctx.helpCenterUrl);
    return { outcome: created ? "created" : "exists", post };
  });
}

/** Without its ticket: what is said there loses its buttons when the ticket ends, but votes go on. */
async function showCard(
  tx: Db,
  ticket: Ticket,
  post: PostSummary,
  helpCenterUrl: string | null,
): Promise<void> {
  const { feedback } = await getSettings({ db: tx }, ticket.workspaceId);
  const card = postCard(post, { downVotes: feedback.downVotes, url: postUrl(post, helpCenterUrl) });
  await sendOut(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: null,
    platform: ticket.platform,
    dedupeKey: cardKeyOf(post.id),
    outgoing: { operation: "post", target: threadOf(ticket), reply: card },
  });
}

async function offer(tx: Db, ticket: Ticket, posts: SimilarPost[]): Promise<void> {
  const ids = posts.map((post) => post.id).join(",");
  await say(
    tx,
    ticket,
    `similar:${ticket.id}:${ids}`,
    similarReply(await wordsOf(tx, ticket), ticket.id, posts),
  );
}

async function say(tx: Db, ticket: Ticket, dedupeKey: string, reply: Reply): Promise<void> {
  await sendOut(tx, {
    workspaceId: ticket.workspaceId,
    ticketId: ticket.id,
    platform: ticket.platform,
    dedupeKey,
    outgoing: { operation: "post", target: threadOf(ticket), reply },
  });
}

const MAX_LABEL = 70;

/** "Vote for this instead", for each post that asks for the same as a ticket. */
export function similarReply(
  words: Words,
  ticketId: number,
  posts: readonly Pick<PostSummary, "id" | "title">[],
): Reply {
  const votes = posts.map(({ id, title }): Button[] => [
    { action: "feedback_vote", label: cutText(words.voteFor(title), MAX_LABEL), value: String(id) },
  ]);
  return {
    markdown: words.othersAsked,
    buttons: [...votes, [{ action: "feedback_make", label: words.makeMine, value: `${ticketId}:new` }]],
  };
}

/** A reply to a ticket that asks for a feature, with the offer to collect votes for it. */
export function withPostOffer(
  reply: Reply,
  words: Words,
  ticket: Pick<Ticket, "id" | "type" | "platform">,
): Reply {
  // Who writes in the help panel may be nobody in particular; on the web, votes need a name.
  if (ticket.type !== "feature" || ticket.platform === "panel") return reply;
  const button: Button = {
    action: "feedback_make",
    label: words.makeRequest,
    value: String(ticket.id),
  };
  return { ...reply, buttons: [...(reply.buttons ?? []), [button]] };
}
