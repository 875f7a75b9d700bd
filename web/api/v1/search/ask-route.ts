import { askKnowledge } from "@firstline/core";
import type { Asked } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { SSEStreamingApi } from "hono/streaming";
import type { Web } from "../../context.ts";
import { toProblem } from "../../http/errors.ts";
import type { Api, ApiContext } from "../api.ts";
import { apiRoute } from "../route.ts";
import { json, Words } from "../schemas.ts";
import { Source } from "../tickets/schemas.ts";

export const Question = z
  .strictObject({
    question: Words(4_000).openapi({ example: "How do I rotate the API token?" }),
    thread: z
      .array(z.strictObject({ sender: z.enum(["member", "ai"]), text: Words(4_000) }))
      .max(20)
      .default([])
      .openapi({ description: "What was said before, oldest first." }),
  })
  .openapi("Question");

export const Answer = z
  .object({
    outcome: z.enum(["answered", "unsure", "for_people"]).openapi({
      description:
        "`answered`: sure enough to stand for itself. `unsure`: show it and ask whether it helped. `for_people`: open a ticket.",
    }),
    answer: z.string().nullable().openapi({ description: "CommonMark; null where people have to answer." }),
    clarifyingQuestion: z.string().nullable(),
    confidence: z.number().nullable().openapi({ description: "How probably the answer is right, 0 to 1." }),
    reason: z.string().nullable().openapi({ description: "Why people have to answer." }),
    sources: z.array(Source),
  })
  .openapi("Answer");

const BEAT_MS = 5_000;

/** An answer as a ticket would get it, without a ticket. */
export function addAskRoute(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/ask",
    operationId: "ask",
    summary: "Answer a question",
    description:
      "By the same rules as a ticket: from public articles, with sources, and only where it is sure enough. With `Accept: text/event-stream` the events `sources`, `answer` and `done` come as they are ready, or `problem`.",
    tags: ["Search"],
    scope: "ask",
    rate: "api_ask",
    request: { body: { content: json(Question), required: true } },
    responses: {
      200: {
        description: "The answer.",
        content: { ...json(Answer), "text/event-stream": { schema: z.string() } },
      },
    },
  });
  api.openapi(route, async (c) => {
    const input = { workspaceId: c.get("apiKey").workspaceId, ...toAskInput(c.req.valid("json")) };
    const work = (): Promise<Asked> => askKnowledge(web.ctx, input);
    const wantsStream = (c.req.header("accept") ?? "").includes("text/event-stream");
    return wantsStream ? streamAnswer(c, web, work) : c.json(toAnswerJson(await work()), 200);
  });
}

export function toAskInput({ question, thread }: z.infer<typeof Question>) {
  return { question, thread: thread.map((turn) => ({ ...turn, name: null })) };
}

const OUTCOMES = { resolve: "answered", clarify: "unsure", escalate: "for_people" } as const;

/** What is not sure enough for a member is not sure enough for a program, which may show it to one. */
export function toAnswerJson(asked: Asked): z.infer<typeof Answer> {
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

function streamAnswer(c: ApiContext, web: Web, work: () => Promise<Asked>): Response {
  c.header("X-Accel-Buffering", "no");
  return streamSSE(c, async (stream) => {
    const beat = setInterval(() => void stream.write(": still working\n\n"), BEAT_MS);
    try {
      await sendAnswer(stream, toAnswerJson(await work()));
    } catch (error) {
      const { retryAfterSeconds: _, ...body } = toProblem(web, error, c.req.path);
      await stream.writeSSE({ event: "problem", data: JSON.stringify({ type: "about:blank", ...body }) });
    } finally {
      clearInterval(beat);
    }
  });
}

async function sendAnswer(stream: SSEStreamingApi, answer: z.infer<typeof Answer>): Promise<void> {
  await stream.writeSSE({ event: "sources", data: JSON.stringify(answer.sources) });
  await stream.writeSSE({ event: "answer", data: JSON.stringify(answer) });
  await stream.writeSSE({ event: "done", data: "{}" });
}
