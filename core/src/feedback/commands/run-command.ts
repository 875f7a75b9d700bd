import type { Ctx } from "../../context.ts";
import { ForbiddenError } from "../../errors.ts";
import { createLinkCode } from "../../people/create-link-code.ts";
import { redeemLinkCode } from "../../people/redeem-link-code.ts";
import { updatePerson } from "../../people/save.ts";
import type { Reply } from "../../ports.ts";
import { findChannelRole } from "../../workspaces/connect.ts";
import { rememberAgent, rememberPerson } from "../../workspaces/people.ts";
import type { Person, PersonIdentity } from "../../workspaces/people.ts";
import { changePostStatus } from "../change-status.ts";
import { listPosts } from "../list.ts";
import { listMyPosts } from "../list-mine.ts";
import { mergePosts } from "../merge.ts";
import { asPlainText, namePost } from "../post-words.ts";
import { searchPosts } from "../search.ts";
import { STATUS_NAMES } from "../status.ts";
import type { FeedbackCommand, PostMeant } from "./read-command.ts";
import {
  AGENTS_HELP,
  HELP,
  listReply,
  mineReply,
  OPTED_IN,
  OPTED_OUT,
  searchReply,
  whichReply,
} from "./replies.ts";
import { castVoteAloud, withdrawVoteAloud } from "./vote-aloud.ts";
import type { PostOrigin } from "./vote-place.ts";

export type RunFeedbackCommandInput = {
  workspaceId: number;
  by: PersonIdentity;
  origin: PostOrigin;
  /** `new` opens a form instead, which each platform has its own way to show. */
  command: Exclude<FeedbackCommand, { name: "new" }>;
};

type CommandCtx = Pick<Ctx, "db" | "now" | "log" | "embedder">;

const SHOWN = 10;

/** Does what `/feedback` was asked for; the answer is for whoever asked, and for nobody else. */
export async function runFeedbackCommand(ctx: CommandCtx, input: RunFeedbackCommandInput): Promise<Reply> {
  const { workspaceId, command, by } = input;
  switch (command.name) {
    case "help":
      return (await isAgentChannel(ctx, input)) ? { markdown: `${HELP.markdown}\n${AGENTS_HELP}` } : HELP;
    case "list": {
      const { status } = command;
      const filter = status === null ? {} : { status };
      const { posts, next } = await listPosts(ctx, { workspaceId, order: "top", limit: SHOWN, ...filter });
      return listReply(posts, status, next !== null);
    }
    case "search":
      return searchReply(await searchPosts(ctx, { workspaceId, query: command.words, limit: SHOWN }));
    case "vote":
    case "unvote":
      return vote(ctx, input, command.name, command.post);
    case "mine": {
      const mine = await listMyPosts(ctx, { workspaceId, voter: by, limit: SHOWN + 1 });
      return mineReply(mine.slice(0, SHOWN), mine.length > SHOWN);
    }
    case "opt_out":
    case "opt_in":
      return choosePublicity(ctx, input, command.name === "opt_out");
    case "link":
      return command.code === null ? showCode(ctx, input) : takeCode(ctx, input, command.code);
    case "status":
    case "merge":
      return forAgents(ctx, input, command);
  }
}

/** Of several posts that words find, the person chooses. */
async function vote(
  ctx: CommandCtx,
  input: RunFeedbackCommandInput,
  what: "vote" | "unvote",
  meant: PostMeant,
): Promise<Reply> {
  const { workspaceId, by: voter, origin } = input;
  const found = "id" in meant ? null : await searchPosts(ctx, { workspaceId, query: meant.words, limit: 5 });
  if (found?.length === 0) return searchReply([]);
  if (found && found.length > 1) return whichReply(found, what);
  const postId = "id" in meant ? meant.id : (found?.[0]?.id ?? 0);
  const key = { workspaceId, postId, voter };
  const sentence =
    what === "vote"
      ? await castVoteAloud(ctx, { ...key, value: 1, origin })
      : await withdrawVoteAloud(ctx, key);
  return { markdown: asPlainText(sentence) };
}

/** For whoever wants to be on no public page; by the same rules as in the console and the API. */
async function choosePublicity(
  ctx: CommandCtx,
  { workspaceId, by }: RunFeedbackCommandInput,
  optedOut: boolean,
): Promise<Reply> {
  await ctx.db.transaction(async (tx) => {
    const { id: personId } = await rememberPerson(tx, workspaceId, by);
    await updatePerson({ ...ctx, db: tx }, { workspaceId, personId, changes: { optedOut } });
  });
  return optedOut ? OPTED_OUT : OPTED_IN;
}

async function showCode(ctx: CommandCtx, { workspaceId, by }: RunFeedbackCommandInput): Promise<Reply> {
  const { code } = await createLinkCode(ctx, { workspaceId, by });
  return {
    markdown: [
      `Your code is **${code}**. It works once, for ten minutes.`,
      "Enter it on the website, or type `/feedback link CODE` on the other chat: then your votes there and here are those of one person.",
      "Give it to nobody: whoever enters it acts in your name.",
    ].join("\n\n"),
  };
}

async function takeCode(
  ctx: CommandCtx,
  { workspaceId, by }: RunFeedbackCommandInput,
  code: string,
): Promise<Reply> {
  await redeemLinkCode(ctx, { workspaceId, code, by });
  return {
    markdown: "Done: you are one person here and there. Where you had voted twice, your newer vote counts.",
  };
}

async function isAgentChannel(
  ctx: Pick<Ctx, "db">,
  { workspaceId, origin }: RunFeedbackCommandInput,
): Promise<boolean> {
  const { platform, channelId } = origin;
  return (await findChannelRole(ctx, { workspaceId, platform, channelIds: [channelId] })) === "agents";
}

/** Whoever may read the agent channel is an agent: what is for agents works there only. */
async function requireAgentHere(ctx: Pick<Ctx, "db">, input: RunFeedbackCommandInput): Promise<Person> {
  if (!(await isAgentChannel(ctx, input))) throw new ForbiddenError("This works in the agent channel only.");
  return ctx.db.transaction((tx) => rememberAgent(tx, input.workspaceId, input.by));
}

async function forAgents(
  ctx: CommandCtx,
  input: RunFeedbackCommandInput,
  command: Extract<FeedbackCommand, { name: "status" | "merge" }>,
): Promise<Reply> {
  const { workspaceId } = input;
  const by = { personId: (await requireAgentHere(ctx, input)).id };
  if (command.name === "merge") {
    const post = await mergePosts(ctx, { workspaceId, fromId: command.fromId, intoId: command.intoId, by });
    return say(
      `${namePost(post)} now stands for #${command.fromId} as well. Whoever voted for both counts once.`,
    );
  }
  const { post, changed } = await changePostStatus(ctx, { ...command, workspaceId, by });
  const status = STATUS_NAMES[post.status].toLowerCase();
  if (!changed) return say(`${namePost(post)} is ${status} already.`);
  const news = post.isPublic ? "Its voters hear of it in a minute." : "It is hidden, so nobody is told.";
  return say(`${namePost(post)} is ${status} now. ${news}`);
}

const say = (sentence: string): Reply => ({ markdown: asPlainText(sentence) });
