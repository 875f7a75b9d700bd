import {
  addPostNote,
  castVote,
  changePostStatus,
  createLinkCode,
  createPost,
  createWebhookEndpoint,
  editPost,
  findMember,
  mergePosts,
  offerPost,
  openWebSession,
  receiveMessage,
  rememberAgent,
  sendAgentMessage,
  storeFile,
  tellVoters,
  unmergePost,
} from "@firstline/core";
import type { PersonIdentity } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import type { Desk } from "../support/desk.ts";

/** Everything that this member is called and says has "quokka" in it, and nothing else has. */
export const QUOKKA = {
  platform: "slack" as const,
  externalId: "U_QUOKKA",
  name: "Quokka Quill",
  email: "quokka@quokka.example",
  avatarUrl: "https://pictures.test/quokka.png",
};
export const ADA = { platform: "slack" as const, externalId: "U_ADA", name: "Ada Agent" };
export const TOM = { platform: "slack" as const, externalId: "U_TOM", name: "Tom Member" };

const THREAD = { platform: "slack", channelId: "C_SUPPORT", threadId: "1763812800.900001" } as const;

export async function idOf(desk: Desk, { externalId }: PersonIdentity = QUOKKA): Promise<number> {
  return (await findMember(desk.ctx, { workspaceId: desk.workspace.id, member: externalId })).id;
}

/** A ticket that people have: asked, answered, handed over, followed up and talked about. */
export async function aTalk(desk: Desk): Promise<{ ticketId: number; ts: string }> {
  const { id: workspaceId } = desk.workspace;
  const text = "How do I rotate the API token of quokka-server? I want to talk to a human please";
  const opened = await desk.ask({ author: QUOKKA, text });
  const { ticketId, ts } = opened;
  await desk.answer(ticketId);
  await desk.deliver();
  await receiveMessage(
    desk.ctx,
    desk.message({ threadId: ts, author: QUOKKA, text: "My quokka is still waiting, is anybody there?" }),
  );
  const agent = await desk.ctx.db.transaction((tx) => rememberAgent(tx, workspaceId, ADA));
  const said = { workspaceId, ticketId, agent, platform: "panel", channelId: null, messageId: null } as const;
  await sendAgentMessage(desk.ctx, { ...said, text: "Dear Quokka Quill, restart the quokka." });
  await sendAgentMessage(desk.ctx, { ...said, text: "// quokka people always ask this", isNote: true });
  await keepFileAndExample(desk, ticketId);
  return opened;
}

async function keepFileAndExample(desk: Desk, ticketId: number): Promise<void> {
  const { ctx, workspace } = desk;
  const { id: workspaceId } = workspace;
  const content = new TextEncoder().encode("quokka log");
  const file = await storeFile(ctx, { workspaceId, name: "quokka.log", content });
  const a = schema.attachments;
  await ctx.db.update(a).set({ ticketId }).where(eq(a.publicId, file.id));
  await ctx.db.insert(schema.trainingExamples).values({
    workspaceId,
    ticketId,
    query: "How do I rotate a quokka?",
    answer: "Restart the quokka.",
    outcome: "successful",
  });
}

/** In Tom's ticket, which people have: what she writes there is passed on under its card. */
export async function aWordInTomsTicket(desk: Desk): Promise<number> {
  const opened = await desk.ask({ author: TOM, text: "My key leaked, I want to talk to a human please" });
  await desk.answer(opened.ticketId);
  await desk.deliver();
  const text = "I am a quokka and I have seen this, too";
  await receiveMessage(desk.ctx, desk.message({ threadId: opened.ts, author: QUOKKA, text }));
  await desk.deliver();
  return opened.ticketId;
}

/** A post of hers with Tom's vote that was merged, noted on, and is done; her votes on two of his; a draft. */
export async function aBoardOfHers(desk: Desk): Promise<{ postId: number; tomsId: number }> {
  const { ctx, workspace } = desk;
  const { id: workspaceId } = workspace;
  const agent = await ctx.db.transaction((tx) => rememberAgent(tx, workspaceId, ADA));
  const by = { personId: agent.id };
  const webhook = { workspaceId, url: "https://hooks.test/in", events: ["feedback.created" as const] };
  await createWebhookEndpoint({ ...ctx, webhooks: undefined }, webhook);
  const place = THREAD;
  const texts = { title: "A quokka button", description: "I need a quokka button at night." };
  const { post } = await createPost(ctx, { workspaceId, ...texts, author: QUOKKA, place });
  const toms = { title: "Dark mode", description: "For late hours." };
  const { post: tomsPost } = await createPost(ctx, { workspaceId, ...toms, author: TOM, place });
  const key = { workspaceId, postId: post.id };
  await castVote(ctx, { ...key, voter: TOM, value: 1, place: null });
  await castVote(ctx, { workspaceId, postId: tomsPost.id, voter: QUOKKA, value: 1, place: null });
  await editPost(ctx, { ...key, changes: { title: "A big quokka button", adminNotes: "quokka called" }, by });
  await addPostNote(ctx, { ...key, note: "the quokka people again", by });
  await mergePosts(ctx, { workspaceId, fromId: post.id, intoId: tomsPost.id, by });
  await unmergePost(ctx, { ...key, by });
  await mergePosts(ctx, { workspaceId, fromId: tomsPost.id, intoId: post.id, by });
  await changePostStatus(ctx, { ...key, status: "completed", by });
  await tellVoters(ctx, key);
  return { postId: post.id, tomsId: tomsPost.id };
}

/** What belongs to no ticket and no post. */
export async function tracesOf(desk: Desk): Promise<void> {
  const { ctx, workspace } = desk;
  const { id: workspaceId } = workspace;
  const personId = await idOf(desk);
  await createLinkCode(ctx, { workspaceId, by: QUOKKA });
  await openWebSession(ctx, { workspaceId, personId });
  await ctx.db.insert(schema.githubAccounts).values({ workspaceId, personId, login: "quokka-dev" });
  const was = { goneName: "Quokka of old", goneIdentities: [{ platform: "discord", externalId: "quokka1" }] };
  await ctx.db.insert(schema.personJoins).values({ workspaceId, keptId: personId, goneId: 999_999, ...was });
  const notice = { dedupeKey: "news:1:1:quokka", markdown: "Your quokka is done." };
  await ctx.db.insert(schema.webNotices).values({ workspaceId, personId, ...notice });
  await createPost(ctx, {
    workspaceId,
    title: "Rotate the API token on a schedule",
    description: "",
    author: TOM,
    place: null,
  });
  await offerPost(ctx, {
    workspaceId,
    title: "Rotate the API token of my quokka on a schedule",
    description: "It would help my quokka.",
    type: "feature_request",
    by: QUOKKA,
    formKey: "form:1",
    sourceKey: null,
    origin: { platform: "slack", channelId: "C_SUPPORT", threadId: null, isDirect: false },
  });
}
