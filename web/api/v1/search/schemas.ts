import { z } from "@hono/zod-openapi";
import { Words } from "../schemas.ts";
import { Source } from "../tickets/schemas.ts";

export const SearchQuery = z.object({
  q: Words(500).openapi({ example: "rotate token" }),
  limit: z.coerce.number().int().min(1).max(20).optional(),
  locale: z
    .string()
    .max(35)
    .optional()
    .openapi({ description: "Language that the reader reads: of translations that one is shown." }),
});

export const Found = z
  .object({
    articleId: z.int(),
    title: z.string(),
    url: z.string().openapi({ description: "With the anchor of the passage." }),
    category: z.string().nullable(),
    anchor: z.string().nullable(),
    passage: z
      .array(z.object({ text: z.string(), hit: z.boolean() }))
      .openapi({ description: "Plain text in pieces; `hit`: a word that was looked for." }),
  })
  .openapi("FoundArticle");

export const Results = z.object({ results: z.array(Found) }).openapi("SearchResults");

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
