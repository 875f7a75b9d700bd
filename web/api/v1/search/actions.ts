import { askKnowledge, recordSearch, searchArticles } from "@firstline/core";
import type { Asked, FoundArticle } from "@firstline/core";
import type { z } from "@hono/zod-openapi";
import type { Caller } from "../api.ts";
import type { Answer, Found, Question, Results } from "./schemas.ts";

type Search = { query: string; limit?: number; locale?: string; place: "api" | "mcp" };

/** Published articles, best first. The search is counted. */
export async function findArticles(
  { web, key: { workspaceId } }: Caller,
  { place, ...search }: Search,
): Promise<z.input<typeof Results>> {
  const found = await searchArticles(web.ctx, { workspaceId, ...search });
  await recordSearch(web.ctx, { workspaceId, query: search.query, place, resultCount: found.length });
  return { results: found.map((article) => toFoundJson(article, web.site.baseUrl)) };
}

function toFoundJson(article: FoundArticle, base: string): z.input<typeof Found> {
  const { articleId, title, url, category, anchor, passage } = article;
  return { articleId, title, url: base + url, category, anchor, passage };
}

/** An answer as a ticket would get it, without a ticket. */
export async function answerQuestion(
  { web, key: { workspaceId } }: Caller,
  { question, thread }: z.output<typeof Question>,
): Promise<z.input<typeof Answer>> {
  const said = thread.map((turn) => ({ ...turn, name: null }));
  return toAnswerJson(await askKnowledge(web.ctx, { workspaceId, question, thread: said }));
}

const OUTCOMES = { resolve: "answered", clarify: "unsure", escalate: "for_people" } as const;

/** What is not sure enough for a member is not sure enough for a program, which may show it to one. */
function toAnswerJson(asked: Asked): z.input<typeof Answer> {
  const isForPeople = asked.happens === "escalate";
  return {
    outcome: OUTCOMES[asked.happens],
    answer: isForPeople ? null : asked.answer,
    clarifyingQuestion: isForPeople ? null : asked.clarifyingQuestion,
    confidence: asked.confidence,
    reason: asked.reason,
    sources: asked.sources,
  };
}
