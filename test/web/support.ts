import { randomUUID } from "node:crypto";
import { answerTicket, ensureWorkspace } from "@firstline/core";
import type { CodeCtx, Ctx, Embedder, GithubConfig, LanguageModel, Log, Workspace } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { startWeb } from "@firstline/web/api";
import type { TestDatabase } from "../support/database.ts";
import { offlineModels } from "../support/fakes.ts";

export const CONSOLE_TOKEN = "console-token-of-the-tests";

export type Logged = { message: string; [field: string]: unknown };

export type TestWeb = {
  ctx: Ctx;
  /** What was logged as a warning or an error. */
  logged: Logged[];
  workspace: Workspace;
  url: string;
  /** Each request comes from an address of its own, so that tests do not use up each other's rate. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
};

function recordedLog(logged: Logged[]): Log {
  const keep = (fields: Record<string, unknown>, message: string): void => {
    logged.push({ ...fields, message });
  };
  const log: Log = { debug: () => {}, info: () => {}, warn: keep, error: keep, child: () => log };
  return log;
}

/** A workspace and the real web server for it, on a free port. */
export async function aWeb(
  database: TestDatabase,
  options: {
    code?: CodeCtx;
    embedder?: Embedder;
    now?: () => Date;
    webhookSecret?: string;
    panelSecret?: string;
    publicUrl?: string;
    model?: LanguageModel;
    stripeSecret?: string;
  } = {},
): Promise<TestWeb> {
  const logged: Logged[] = [];
  const ctx: Ctx = {
    db: database.db,
    ...offlineModels(),
    ...(options.model ? { model: options.model } : {}),
    embedder: options.embedder ?? createOfflineEmbedder(),
    log: recordedLog(logged),
    now: options.now ?? (() => new Date()),
    helpCenterUrl: null,
    code: options.code ?? null,
    modelTimeoutMs: 5_000,
  };
  const workspace = await ensureWorkspace(ctx, { slug: `w-${randomUUID()}`, name: "Acme" });
  const web = {
    host: "127.0.0.1",
    port: 0,
    publicUrl: options.publicUrl ?? "https://help.acme.example",
    consoleToken: null,
    siteDir: null,
    panelSecret: options.panelSecret ?? null,
    stripeWebhookSecret: options.stripeSecret ?? null,
  };
  const github = options.webhookSecret === undefined ? null : githubConfig(options.webhookSecret);
  const running = await startWeb(ctx, { web, github }, { database, workspace, consoleToken: CONSOLE_TOKEN });
  return {
    ctx,
    logged,
    workspace,
    url: running.url,
    stop: () => running.stop(),
    fetch(path, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has("X-Forwarded-For")) headers.set("X-Forwarded-For", randomUUID());
      return fetch(running.url + path, { redirect: "manual", ...init, headers });
    },
  };
}

function githubConfig(webhookSecret: string): GithubConfig {
  const nowhere = "http://127.0.0.1:9";
  return { auth: { kind: "token", token: "x" }, webhookSecret, apiUrl: nowhere, gitUrl: nowhere };
}

export type Opened = { id: string; token: string; ticketId: number };

export type PostOptions = { token?: string; key?: string };

export function post(
  web: TestWeb,
  path: string,
  body: unknown,
  options: PostOptions = {},
): Promise<Response> {
  const headers = new Headers({ "Content-Type": "application/json" });
  if (options.token) headers.set("Authorization", `Bearer ${options.token}`);
  if (options.key) headers.set("Idempotency-Key", options.key);
  return web.fetch(path, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

type OpenAnswer = { conversation: { id: string }; token: string };

export async function openConversation(
  web: TestWeb,
  text = "How do I rotate the API token?",
): Promise<Opened> {
  const response = await post(web, "/api/panel/conversations", { text, name: "Mia" });
  if (response.status !== 201) throw new Error(`not opened: ${response.status} ${await response.text()}`);
  const { conversation, token } = (await response.json()) as OpenAnswer;
  const ticket = await web.ctx.db.query.tickets.findFirst({
    where: (row, { eq }) => eq(row.threadId, conversation.id),
  });
  return { id: conversation.id, token, ticketId: ticket?.id ?? 0 };
}

export type Feed = {
  conversation: {
    id: string;
    subject: string;
    status: string;
    handledBy: string;
    confirmed: boolean;
    rating: number | null;
  };
  items: FeedEntry[];
  cursor: string;
};
export type FeedEntry = {
  key: string;
  from: string;
  author: string | null;
  markdown: string;
  html: string | null;
  buttons: { action: string; value: string; label: string }[][];
  sources: { title: string; url: string }[];
};

export async function readFeed(web: TestWeb, opened: Opened): Promise<Feed> {
  const response = await get(web, `/api/panel/conversations/${opened.id}`, opened.token);
  return (await response.json()) as Feed;
}

export function get(web: TestWeb, path: string, token?: string): Promise<Response> {
  return web.fetch(path, token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } });
}

/** What the worker does with the ticket's job. */
export function answer(web: TestWeb, opened: Opened): Promise<void> {
  return answerTicket(web.ctx, { workspaceId: web.workspace.id, ticketId: opened.ticketId, attempt: 1 });
}

export type Problem = {
  status: number;
  title: string;
  detail: string;
  code: string;
  field?: string;
  reference?: string;
};

export async function problemOf(response: Response): Promise<Problem> {
  return (await response.json()) as Problem;
}
