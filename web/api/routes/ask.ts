import { askKnowledge } from "@firstline/core";
import type { Asked, Source } from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { SSEStreamingApi } from "hono/streaming";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { readJson } from "../http/body.ts";
import { toProblem } from "../http/errors.ts";
import { renderMessage } from "../markdown.ts";
import { toSourceUrl } from "./feed-json.ts";

const Question = z.object({
  question: z
    .string({ error: "Write what you want to know." })
    .transform((text) => text.toWellFormed().replaceAll("\0", " ").trim())
    .pipe(z.string().min(1, "Write what you want to know.").max(2_000, "must have at most 2,000 characters")),
});

/** Proxies close what is silent for longer. */
const BEAT_MS = 15_000;

/**
 * Answers a visitor's question from the articles, by the same rules as a member's: an answer that is not sure enough is not
 * shown. Nothing is stored but what the models cost. Events: `sources` (what was found), `draft` (the answer so far, which may
 * still be held back), `answer`, `done`; or `problem`.
 */
export function askRoutes(web: Web): Hono {
  const app = new Hono();
  app.post("/", async (c) => {
    web.limits.take("ask", addressOf(c));
    const { question } = await readJson(c, Question);
    c.header("Cache-Control", "no-store");
    c.header("X-Accel-Buffering", "no");
    return streamSSE(c, (stream) => answer(c, web, stream, question));
  });
  return app;
}

async function answer(c: Context, web: Web, stream: SSEStreamingApi, question: string): Promise<void> {
  const send = (event: string, data: unknown): Promise<void> =>
    stream.writeSSE({ event, data: JSON.stringify(data) });
  let said: Promise<unknown> = stream.write(": looking\n\n");
  const beat = setInterval(() => {
    said = said.then(() => stream.write(": still here\n\n"));
  }, BEAT_MS);
  try {
    const asked = await askKnowledge(web.ctx, {
      workspaceId: web.workspace.id,
      question,
      onFound: (sources) => {
        said = said.then(() => send("sources", { sources: toSources(sources, web) }));
      },
      onDraft: (markdown) => {
        said = said.then(() => send("draft", { markdown, html: String(renderMessage(markdown)) }));
      },
    });
    await said;
    await send("answer", toAnswer(asked, web));
    await send("done", {});
  } catch (error) {
    const { status, title, detail, code } = toProblem(web, error, c.req.path);
    await send("problem", { status, title, detail, code });
  } finally {
    clearInterval(beat);
  }
}

function toAnswer(asked: Asked, web: Web) {
  const sources = toSources(asked.sources, web);
  if (asked.happens === "escalate" || asked.answer === null) {
    return { outcome: "unsure", markdown: null, html: null, question: null, sources };
  }
  const question = asked.happens === "clarify" ? asked.clarifyingQuestion : null;
  return {
    outcome: "answered",
    markdown: asked.answer,
    html: String(renderMessage(asked.answer)),
    /** What to ask back. */
    question,
    sources,
  };
}

function toSources(sources: Source[], web: Web) {
  return sources.map((source) => ({
    articleId: source.articleId,
    title: source.title,
    url: toSourceUrl(source, web.publicUrl),
    excerpt: source.excerpt,
  }));
}
