import { z } from "zod";
import type { Classification, Judgement, KnowledgeChunk } from "../ports.ts";

// The forms of the small steps. As with answers, their keywords are those that both providers' strict modes know, so
// ranges are checked here and not by the schema.

export const ClassificationForm = z.object({
  type: z.enum(["bug", "feature", "cancellation", "billing", "general"]),
  priority: z.enum(["low", "normal", "high", "urgent"]),
  sentiment: z.enum(["positive", "neutral", "negative"]),
  language: z.string().nullable(),
  isQuestion: z.boolean(),
  wantsPerson: z.boolean(),
});

export function toClassification(form: z.infer<typeof ClassificationForm>): Classification {
  const language = form.language?.trim().toLowerCase().split(/[-_]/)[0] ?? "";
  return { ...form, language: /^[a-z]{2}$/.test(language) ? language : null };
}

/** What is wrong is named before it is counted: the shares are then about something. */
export const JudgementForm = z.object({
  unsupported: z.array(z.string()),
  missing: z.array(z.string()),
  grounded: z.number(),
  complete: z.number(),
  onPoint: z.number(),
  needsAccountAccess: z.boolean(),
});

/** Null when a share is none, or when a judge names what is wrong and then says that nothing is. */
export function toJudgement(form: z.infer<typeof JudgementForm>): Judgement | null {
  const { unsupported, missing, grounded, complete, onPoint, needsAccountAccess } = form;
  const isShare = (value: number): boolean => value >= 0 && value <= 1;
  if (![grounded, complete, onPoint].every(isShare)) return null;
  if ((grounded === 1 && namesAny(unsupported)) || (complete === 1 && namesAny(missing))) return null;
  return { grounded, complete, onPoint, needsAccountAccess };
}

const namesAny = (list: string[]): boolean => list.some((entry) => entry.trim() !== "");

export const RewriteForm = z.object({ question: z.string() });

const LONGEST_QUESTION = 2000;

/** Null when there is no question, or when it is longer than anybody would ask. */
export function toQuestion(form: z.infer<typeof RewriteForm>): string | null {
  const question = form.question.trim();
  return question === "" || question.length > LONGEST_QUESTION ? null : question;
}

export const RerankForm = z.object({ passageIds: z.array(z.number()) });

/** Every chunk's id once: those that the model named first, the others behind them in the order they had. */
export function toOrder(form: z.infer<typeof RerankForm>, chunks: KnowledgeChunk[]): number[] {
  const known = new Set(chunks.map((chunk) => chunk.chunkId));
  return [...new Set([...form.passageIds.filter((id) => known.has(id)), ...known])];
}
