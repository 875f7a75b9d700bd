import { randomUUID } from "node:crypto";
import {
  actInConversation,
  addPanelMessage,
  ASKER_ACTIONS,
  getConversation,
  openPanelConversation,
  readPanelFeed,
} from "@firstline/core";
import type { Conversation } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { check, readJson } from "../http/body.ts";
import { problem, sendProblem } from "../http/errors.ts";
import { eventStream } from "../http/event-stream.ts";
import type { RateName } from "../http/limits.ts";
import { showPanelSettings } from "./panel-settings.ts";
import { fromEventId, toConversationJson, toEventId, toItemJson } from "./feed-json.ts";

const Text = z.string({ error: "Write what you need help with." }).transform((text) => text.toWellFormed());
const Key = z.string().regex(/^[\x21-\x7e]{1,200}$/u, "must be 1 to 200 visible ASCII characters");
const NewConversation = z.object({
  text: Text,
  name: z.string().trim().max(80).optional(),
  email: z.union([z.literal(""), z.email()]).optional(),
});
const NewMessage = z.object({ text: Text });
const VisitorAction = z.object({
  action: z.enum(ASKER_ACTIONS),
  value: z.string().max(40),
});

/** The help panel: conversations of visitors without an account, each opened by its own token. */
export function panelRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/settings", (c) => showPanelSettings(c, web));
  app.post("/conversations", (c) => openConversation(c, web));
  app.get("/conversations/:id", (c) => withConversation(c, web, "read", showConversation));
  app.post("/conversations/:id/messages", (c) => withConversation(c, web, "say", addMessage));
  app.post("/conversations/:id/actions", (c) => withConversation(c, web, "say", takeAction));
  app.get("/conversations/:id/events", (c) => withConversation(c, web, "read", streamFeed));
  return app;
}

async function openConversation(c: Context, web: Web): Promise<Response> {
  web.limits.take("open", addressOf(c));
  const input = await readJson(c, NewConversation);
  const opened = await openPanelConversation(web.ctx, {
    workspaceId: web.workspace.id,
    ...input,
    secret: idempotencyKey(c),
  });
  const { publicId, token, ticketId, created } = opened;
  const feed = await readPanelFeed(web.ctx, { workspaceId: web.workspace.id, ticketId });
  c.header("Cache-Control", "no-store");
  return c.json({ conversation: toConversationJson(publicId, feed), token }, created ? 201 : 200);
}

type Route = (c: Context, web: Web, conversation: Conversation) => Response | Promise<Response>;

/** Lets only the bearer of the conversation's token in; for everybody else it does not exist. */
async function withConversation(c: Context, web: Web, rate: RateName, route: Route): Promise<Response> {
  const publicId = c.req.param("id") ?? "";
  web.limits.take(rate, addressOf(c));
  web.limits.take(rate, `conversation ${publicId.slice(0, 64)}`);
  const token = /^Bearer (\S+)$/iu.exec(c.req.header("authorization") ?? "")?.[1];
  c.header("Cache-Control", "no-store");
  if (token === undefined) {
    c.header("WWW-Authenticate", "Bearer");
    return sendProblem(
      c,
      web,
      problem(401, "unauthorized", "Send the conversation's token as a bearer token."),
    );
  }
  const workspaceId = web.workspace.id;
  return route(c, web, await getConversation(web.ctx, { workspaceId, publicId, token }));
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
  const { text } = await readJson(c, NewMessage);
  const key = idempotencyKey(c) ?? randomUUID();
  const added = await addPanelMessage(web.ctx, conversation, { text, key });
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
  return eventStream(c, web, conversation, async (send) => {
    const feed = await readPanelFeed(web.ctx, { ...conversation, after });
    const state = toConversationJson(conversation.publicId, feed);
    const isNews = feed.items.length > 0 || JSON.stringify(state) !== shown;
    if (!isNews) return;
    const items = feed.items.map((item) => toItemJson(item, web.publicUrl));
    await send({
      event: "feed",
      id: toEventId(feed.cursor),
      data: JSON.stringify({ conversation: state, items }),
    });
    after = feed.cursor;
    shown = JSON.stringify(state);
  });
}

function idempotencyKey(c: Context): string | undefined {
  const key = c.req.header("idempotency-key");
  return key === undefined
    ? undefined
    : check(z.object({ "Idempotency-Key": Key }), { "Idempotency-Key": key })["Idempotency-Key"];
}
