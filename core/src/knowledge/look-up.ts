import type { Ctx } from "../context.ts";
import type { Embedder } from "../ports.ts";
import { embedQuestion } from "./embed-question.ts";
import { findCandidates } from "./find-candidates.ts";
import type { Candidates, FindCandidatesInput } from "./find-candidates.ts";
import { readQuestion } from "./ranking/question-terms.ts";
import type { QuestionTerms } from "./ranking/question-terms.ts";
import { knownFacts, languageOfQuestion, readLanguages, rememberFacts } from "./search-facts.ts";

export type LookUpCtx = Pick<Ctx, "db" | "embedder" | "log" | "findEmbedder">;
export type LookUpInput = Omit<FindCandidatesInput, "question" | "vector"> & { query: string };

/**
 * The question taken apart and its candidates; null for a question without words. It goes by the articles' language and
 * by the model whose vectors are live, as the search before was told; where that has changed it looks a second time.
 */
export async function lookUp(
  ctx: LookUpCtx,
  input: LookUpInput,
): Promise<{ question: QuestionTerms; found: Candidates } | null> {
  const { query, workspaceId } = input;
  const before = knownFacts(ctx.db, workspaceId);
  const language = languageOfQuestion(query, before);
  const embedder = liveEmbedder(ctx, before.liveModel);
  const question = readQuestion(query, language);
  if (question.content.length === 0) return null;
  const vector = embedder && (await embedQuestion({ ...ctx, embedder }, query));
  const found = await findCandidates(within(ctx, embedder), { ...input, question, vector });

  const facts = { languages: readLanguages(found.language), liveModel: found.liveModel };
  rememberFacts(ctx.db, workspaceId, facts);
  const rightLanguage = languageOfQuestion(query, facts);
  const rightEmbedder = liveEmbedder(ctx, facts.liveModel);
  if (rightLanguage === language && rightEmbedder?.model === embedder?.model) return { question, found };
  const right = readQuestion(query, rightLanguage);
  const rightVector = rightEmbedder && (await embedQuestion({ ...ctx, embedder: rightEmbedder }, query));
  return {
    question: right,
    found: await findCandidates(within(ctx, rightEmbedder), {
      ...input,
      question: right,
      vector: rightVector,
    }),
  };
}

/** While the workspace changes to the configured model, questions still need the vectors of the one before. */
function liveEmbedder(ctx: LookUpCtx, liveModel: string | null): Embedder | null {
  if (liveModel === null || liveModel === ctx.embedder.model) return ctx.embedder;
  return ctx.findEmbedder?.(liveModel) ?? null;
}

function within(ctx: LookUpCtx, embedder: Embedder | null): Pick<Ctx, "db" | "embedder"> {
  return { db: ctx.db, embedder: embedder ?? ctx.embedder };
}
