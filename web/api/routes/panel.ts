import { randomUUID } from "node:crypto";
import {
  actInConversation,
  addPanelMessage,
  ASKER_ACTIONS,
  listKeptConversations,
  listVisitorConversations,
  openPanelConversation,
  readPanelFeed,
} from "@firstline/core";
import type { Conversation, ConversationSummary } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { readJson } from "../http/body.ts";
import { StatusError } from "../http/errors.ts";
import { eventStream } from "../http/event-stream.ts";
import { noStore } from "../http/headers.ts";
import { idempotencyKeyOf } from "../http/idempotency-key.ts";
import { identityOf, withConversation } from "./panel-access.ts";
import { sendConversationFile } from "./panel-files.ts";
import { showPanelSettings } from "./panel-settings.ts";
import { TICKET_TYPES } from "../kinds.ts";
import { messageNodes } from "../message-nodes.ts";
import { fromEventId, toConversationJson, toEventId, toItemJson } from "./feed-json.ts";

const Text = z.string({ error: "Write what you need help with." }).transform((text) => text.toWellFormed());
const Files = z
  .array(z.string().regex(/^[\w-]{1,64}$/u))
  .max(5)
  .optional();
const NewConversation = z.object({
  text: Text,
  name: z.string().trim().max(80).optional(),
  email: z.union([z.literal(""), z.email().max(254)]).optional(),
  subject: z
    .string()
    .trim()
    .max(200)
    .transform((text) => text.toWellFormed())
    .optional(),
  type: z.enum(TICKET_TYPES).optional(),
  files: Files,
});
const NewMessage = z.object({ text: Text, files: Files });
/** Whatever a browser has kept: an id that is none of ours finds nothing. */
const KeptId = z
  .string()
  .max(64)
  .transform((text) => text.replaceAll("\0", ""));
const KeptConversations = z.object({
  conversations: z.array(z.object({ id: KeptId, token: z.string().max(100) })).max(50),
});
const VisitorAction = z.object({
  action: z.enum(ASKER_ACTIONS),
  /** Without one the action is about the conversation itself. */
  value: z.string().max(40).optional(),
});

/** The help panel: conversations of visitors, each opened by its own token or by who the embedding site says they are. */
export function panelRoutes(web: Web): Hono {
  const app = new Hono();
  app.use(noStore);
  app.get("/settings", (c) => showPanelSettings(c, web));
  app.get("/conversations", (c) => showMine(c, web));
  app.post("/conversations/kept", (c) => showKept(c, web));
  app.post("/conversations", (c) => openConversation(c, web));
  app.get("/conversations/:id", (c) => withConversation(c, web, "read", showConversation));
  app.post("/conversations/:id/messages", (c) => withConversation(c, web, "say", addMessage));
  app.post("/conversations/:id/actions", (c) => withConversation(c, web, "say", takeAction));
  app.get("/conversations/:id/events", (c) => withConversation(c, web, "read", streamFeed));
  app.get("/conversations/:id/files/:fileId", (c) => withConversation(c, web, "read", sendConversationFile));
  return app;
}

async function openConversation(c: Context, web: Web): Promise<Response> {
  web.limits.take("open", addressOf(c));
  const identity = await identityOf(c, web);
  const input = await readJson(c, NewConversation);
  const opened = await openPanelConversation(web.ctx, {
    workspaceId: web.workspace.id,
    ...input,
    identity,
    secret: idempotencyKeyOf(c),
  });
  const { publicId, token, ticketId, created } = opened;
  const feed = await readPanelFeed(web.ctx, { workspaceId: web.workspace.id, ticketId });
  return c.json({ conversation: toConversationJson(publicId, feed), token }, created ? 201 : 200);
}

/** The conversations of an identified visitor, from all their devices. */
async function showMine(c: Context, web: Web): Promise<Response> {
  web.limits.take("read", addressOf(c));
  const identity = await identityOf(c, web);
  if (identity === null) {
    throw new StatusError(401, "unauthorized", "Send the visitor's signed token as Firstline-Identity.");
  }
  const after = KeptId.optional().catch(undefined).parse(c.req.query("after"));
  const input = { workspaceId: web.workspace.id, identity, after };
  const { conversations, next } = await listVisitorConversations(web.ctx, input);
  return c.json({ conversations: conversations.map(toSummaryJson), next });
}

/** The conversations whose tokens an anonymous visitor's browser keeps. */
async function showKept(c: Context, web: Web): Promise<Response> {
  web.limits.take("read", addressOf(c));
  const { conversations } = await readJson(c, KeptConversations);
  const kept = conversations.map(({ id, token }) => ({ publicId: id, token }));
  const found = await listKeptConversations(web.ctx, { workspaceId: web.workspace.id, kept });
  return c.json({ conversations: found.map(toSummaryJson) });
}

function toSummaryJson(summary: ConversationSummary) {
  return {
    ...toConversationJson(summary.publicId, summary),
    lastMessageAt: summary.lastSaidAt.toISOString(),
  };
}

async function showConversation(c: Context, web: Web, conversation: Conversation): Promise<Response> {
  const feed = await readPanelFeed(web.ctx, conversation);
  return c.json({
    conversation: toConversationJson(conversation.publicId, feed),
    items: feed.items.map((item) => toItemJson(item, web.publicUrl)),
    cursor: toEventId(feed.cursor),
  });
}

async function addMessage(c: Context, web: Web, conversation: Conversation): Promise<Response> {
  const { text, files } = await readJson(c, NewMessage);
  const key = idempotencyKeyOf(c) ?? randomUUID();
  const added = await addPanelMessage(web.ctx, conversation, { text, key, files });
  return c.json({ added }, added ? 201 : 200);
}

async function takeAction(c: Context, web: Web, conversation: Conversation): Promise<Response> {
  const input = await readJson(c, VisitorAction);
  return c.json({ message: await actInConversation(web.ctx, conversation, input) });
}

/** Sends what is new since the reader's last event, then everything as it is said or changed. */
function streamFeed(c: Context, web: Web, conversation: Conversation): Response {
  let after = fromEventId(c.req.header("last-event-id") ?? c.req.query("after"));
  let shown = "";
  let draft: string | null = null;
  return eventStream(c, web, conversation, async (send) => {
    const feed = await readPanelFeed(web.ctx, { ...conversation, after });
    const state = toConversationJson(conversation.publicId, feed);
    const isNews = feed.items.length > 0 || JSON.stringify(state) !== shown;
    if (isNews) {
      const items = feed.items.map((item) => toItemJson(item, web.publicUrl));
      const data = JSON.stringify({ conversation: state, items });
      await send({ event: "feed", id: toEventId(feed.cursor), data });
      after = feed.cursor;
      shown = JSON.stringify(state);
    }
    const written = state.status === "analyzing" ? web.live.draftOf(conversation) : null;
    if (written !== null && written !== draft) {
      await send({ event: "draft", data: JSON.stringify({ nodes: messageNodes(written) }) });
    }
    draft = written;
  });
}
