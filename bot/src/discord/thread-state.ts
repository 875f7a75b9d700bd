import type { Log, Reaction, ThreadRef, ThreadState } from "@firstline/core";
import type { APIGuildForumTag, APIThreadChannel } from "discord.js";
import type { DiscordApi } from "./api.ts";
import { CODES, isCode, isGone } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import type { Look } from "./places.ts";
import { placesOf } from "./places.ts";
import { inOpenThread } from "./threads.ts";

export const EMOJI: Record<Reaction, string> = { seen: "👀", solved: "✅", person: "🙋" };

/** Names under which a forum may have a tag for a type or a state; the first tag that fits is used. */
const TYPE_TAGS: Record<ThreadState["type"], readonly string[]> = {
  bug: ["bug", "bugs", "bug report", "issue", "issues", "problem"],
  feature: [
    "feature",
    "features",
    "feature request",
    "feature requests",
    "idea",
    "ideas",
    "suggestion",
    "suggestions",
  ],
  cancellation: ["cancellation", "cancel", "cancellations"],
  billing: ["billing", "payment", "payments", "invoice", "invoices", "subscription"],
  general: ["general", "question", "questions", "help", "other"],
};

const OPEN = ["open", "unsolved", "unresolved", "new"];
const ANSWERED = ["answered", "ai answered"];
const ESCALATED = ["escalated", "needs human", "needs a person", "with the team", "waiting"];
const SOLVED = ["solved", "resolved", "done", "closed", "fixed"];
const STATE_TAGS: Record<ThreadState["status"], readonly string[]> = {
  new: OPEN,
  analyzing: OPEN,
  ai_responding: [...ANSWERED, ...OPEN],
  escalated: [...ESCALATED, ...OPEN],
  resolved: SOLVED,
  closed: ["closed", ...SOLVED],
};
const ANY_STATE = [...OPEN, ...ANSWERED, ...ESCALATED, ...SOLVED];

/** Tag ids that a post should have: the forum's own tags only, people's other tags stay. */
export function tagsFor(
  state: ThreadState,
  available: readonly Pick<APIGuildForumTag, "id" | "name">[],
  applied: readonly string[],
): string[] {
  const byName = new Map(available.map((tag) => [plainName(tag.name), tag.id]));
  const firstOf = (names: readonly string[]) => names.map((name) => byName.get(name)).find((id) => id);
  const allOf = (names: readonly string[]) => names.flatMap((name) => byName.get(name) ?? []);

  const type = firstOf(TYPE_TAGS[state.type]);
  const status = firstOf(STATE_TAGS[state.status]);
  const outdated = new Set([
    ...allOf(ANY_STATE),
    ...(type === undefined ? [] : allOf(Object.values(TYPE_TAGS).flat())),
  ]);
  const wanted = [type, status].filter((id) => id !== undefined);
  const kept = applied.filter((id) => !outdated.has(id));
  const tags = [...new Set([...wanted, ...kept])].slice(0, LIMITS.tagsOfPost);
  // A forum may insist on a tag: better an old one than none.
  return tags.length > 0 ? tags : applied.slice(0, 1);
}

/** Tag names come with emoji and capitals: "🐛 Bug" is "bug". */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const REACTIONS: Record<ThreadState["status"], Reaction | null> = {
  new: null,
  analyzing: null,
  ai_responding: null,
  escalated: "person",
  resolved: "solved",
  closed: "solved",
};

/** Makes tags (in a forum) and the reaction on the question say what state a ticket is in. */
export function createStateDisplay(deps: { api: DiscordApi; look: Look; log: Log }) {
  const { api, look, log } = deps;

  async function showTags(thread: ThreadRef, state: ThreadState): Promise<void> {
    const known = look(thread.channelId);
    if (known && !known.isForum) return;
    const forum = await api.getChannel(thread.channelId);
    if (!("available_tags" in forum) || forum.available_tags.length === 0) return;
    const post = asThread(await api.getChannel(thread.threadId));
    const applied = post.applied_tags ?? [];
    const tags = tagsFor(state, forum.available_tags, applied);
    if (tags.length === applied.length && tags.every((id) => applied.includes(id))) return;
    await inOpenThread(api, post.id, async () => {
      await api.changeChannel(post.id, { applied_tags: tags });
    });
  }

  async function showReaction(thread: ThreadRef, wanted: Reaction | null): Promise<void> {
    const ref = { ...thread, messageId: thread.threadId };
    for (const channelId of placesOf(ref, look)) {
      try {
        return await inOpenThread(api, channelId, () => setReaction(channelId, thread.threadId, wanted));
      } catch (error) {
        // A thread that a member opened without a message has nothing to put a reaction on.
        if (!isGone(error)) throw error;
      }
    }
  }

  async function setReaction(channelId: string, messageId: string, wanted: Reaction | null): Promise<void> {
    const message = await api.getMessage(channelId, messageId);
    const isThere = (reaction: Reaction) =>
      message.reactions?.some((each) => each.me && each.emoji.name === EMOJI[reaction]) ?? false;
    for (const reaction of ["solved", "person"] as const) {
      if (reaction === wanted && !isThere(reaction)) {
        await api.addReaction(channelId, messageId, EMOJI[reaction]);
      }
      if (reaction !== wanted && isThere(reaction)) {
        await api.removeReaction(channelId, messageId, EMOJI[reaction]);
      }
    }
  }

  return async (thread: ThreadRef, state: ThreadState): Promise<void> => {
    try {
      await showTags(thread, state);
      await showReaction(thread, REACTIONS[state.status]);
    } catch (error) {
      const isOver = isGone(error) || isCode(error, CODES.threadArchived, CODES.reactionBlocked);
      if (!isOver) throw error;
      log.info({ threadId: thread.threadId }, "the thread is gone or archived: its state is not shown");
    }
  };
}

/** The id of a ticket's thread names a thread; `getChannel` is typed for channels of all kinds. */
function asThread(channel: unknown): APIThreadChannel {
  return channel as APIThreadChannel;
}
