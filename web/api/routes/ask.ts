import { askKnowledge } from "@firstline/core";
import type { Asked, Source } from "@firstline/core";
import { Hono } from "hono";
import { z } from "zod";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { readJson } from "../http/body.ts";
import { noStore } from "../http/headers.ts";
import { TypedWords } from "../http/typed-words.ts";
import { streamWork } from "../http/work-stream.ts";
import type { SendJson } from "../http/work-stream.ts";
import { renderMessage } from "../markdown.ts";
import { toSourceUrl } from "../source-url.ts";

const Question = z.object({ question: TypedWords(2_000, "Write what you want to know.") });

/**
 * Answers a visitor's question from the articles, by the same rules as a member's: an answer that is not sure enough is not
 * shown. Nothing is stored but what the models cost. Events: `sources` (what was found), `draft` (the answer so far, which may
 * still be held back), `answer`, `done`; or `problem`.
 */
export function askRoutes(web: Web): Hono {
  const app = new Hono();
  app.use(noStore);
  app.post("/", async (c) => {
    web.limits.take("ask", addressOf(c));
    const { question } = await readJson(c, Question);
    return streamWork(c, web, (send) => answer(web, question, send));
  });
  return app;
}

async function answer(web: Web, question: string, send: SendJson): Promise<void> {
  const asked = await askKnowledge(web.ctx, {
    workspaceId: web.workspace.id,
    question,
    onFound: (sources) => send("sources", { sources: toSources(sources, web) }),
    onDraft: (markdown) => send("draft", { markdown, html: String(renderMessage(markdown)) }),
  });
  send("answer", toAnswer(asked, web));
  send("done", {});
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
