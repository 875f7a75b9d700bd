import { z } from "zod";
import type { AnswerDraft, AnswerRequest } from "../ports.ts";

/** The form every model answers in. Its keywords are those that both providers' strict modes know. */
export const AnswerForm = z.object({
  markdown: z.string(),
  citedPassageIds: z.array(z.number()),
  selfConfidence: z.number(),
  clarifyingQuestion: z.string().nullable(),
  needsPerson: z.string().nullable(),
});
export type AnswerForm = z.infer<typeof AnswerForm>;

export const ClassificationForm = z.object({
  type: z.enum(["bug", "feature", "cancellation", "billing", "general"]),
  priority: z.enum(["low", "normal", "high", "urgent"]),
  sentiment: z.enum(["positive", "neutral", "negative"]),
  language: z.string().nullable(),
  isQuestion: z.boolean(),
  wantsPerson: z.boolean(),
});
export type ClassificationForm = z.infer<typeof ClassificationForm>;

export type Reading<T> = { ok: true; value: T } | { ok: false; detail: string };

/**
 * Reads a model's text as `schema`. Servers that ignore the asked-for format wrap their JSON in code fences,
 * prose or visible thinking, so the JSON is looked for in all of these.
 */
export function readForm<T>(schema: z.ZodType<T>, text: string): Reading<T> {
  const json = findJson(text);
  if (json === undefined)
    return { ok: false, detail: text.trim() === "" ? "The output was empty." : "The output was not JSON." };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "the output";
  return {
    ok: false,
    detail: `The output was not of the agreed form: ${where}: ${issue?.message ?? "invalid"}`,
  };
}

function findJson(text: string): unknown {
  const said = text.replace(/^\s*<think>[\s\S]*?<\/think>/, "").trim();
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n?```/.exec(said)?.[1];
  const braced = said.slice(said.indexOf("{"), said.lastIndexOf("}") + 1);
  for (const candidate of [said, fenced, braced]) {
    const value = candidate === undefined ? undefined : tryJson(candidate);
    if (value !== undefined) return value;
  }
  return undefined;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON is an expected finding here, and the caller says so
  }
}

/** Turns a filled form into a draft, or says why it cannot be used. */
export function toDraft(form: AnswerForm, request: Pick<AnswerRequest, "chunks">): Reading<AnswerDraft> {
  if (form.selfConfidence < 0 || form.selfConfidence > 1) {
    return { ok: false, detail: `The confidence ${form.selfConfidence} is not between 0 and 1.` };
  }
  const markdown = form.markdown.trim();
  if (markdown === "") return { ok: false, detail: "The answer was empty." };
  const known = new Set(request.chunks.map((chunk) => chunk.chunkId));
  return {
    ok: true,
    value: {
      markdown,
      claims: [],
      readings: [],
      // A model may invent ids; a source that was not shown to it is never shown to the asker.
      citedChunkIds: [...new Set(form.citedPassageIds)].filter((id) => known.has(id)),
      selfConfidence: form.selfConfidence,
      clarifyingQuestion: orNull(form.clarifyingQuestion),
      needsPerson: orNull(form.needsPerson),
    },
  };
}

function orNull(text: string | null): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" || /^(?:null|none|n\/a)\.?$/i.test(trimmed) ? null : trimmed;
}
