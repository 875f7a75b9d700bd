import { z } from "@hono/zod-openapi";
import { streamWork } from "../../http/work-stream.ts";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, json, jsonBody } from "../schemas.ts";
import { answerQuestion, findArticles } from "./actions.ts";
import { Answer, Question, Results, SearchQuery } from "./schemas.ts";

/** Passages for a few words, and answers with sources. */
export const searchRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/search",
    operationId: "searchArticles",
    summary: "Search the help center",
    description: "Published articles, each once, best first. By words and by meaning.",
    tag: "Search",
    scope: "search",
    request: { query: SearchQuery },
    responses: { 200: answer(Results, "What was found.") },
    run: ({ query: { q, limit, locale }, ...caller }) =>
      findArticles(caller, { query: q, limit, locale, place: "api" }),
  }),
  defineRoute({
    method: "post",
    path: "/ask",
    operationId: "ask",
    summary: "Answer a question",
    description:
      "By the same rules as a ticket: from public articles, with sources, and only where it is sure enough. With `Accept: text/event-stream` the events `sources`, `answer` and `done` come as they are ready, or `problem`.",
    tag: "Search",
    scope: "ask",
    rate: "api_ask",
    request: { body: jsonBody(Question) },
    responses: {
      200: {
        description: "The answer.",
        content: { ...json(Answer), "text/event-stream": { schema: z.string() } },
      },
    },
    async run({ c, body, ...caller }) {
      if (!(c.req.header("accept") ?? "").includes("text/event-stream")) return answerQuestion(caller, body);
      return streamWork(c, caller.web, async (send) => {
        const answered = await answerQuestion(caller, body);
        send("sources", answered.sources);
        send("answer", answered);
        send("done", {});
      });
    },
  }),
];
