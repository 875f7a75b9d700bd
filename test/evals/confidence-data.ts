import { CONFIDENCE_FEATURES, confidenceFeatures } from "@firstline/core/learn";
import { searchKnowledge } from "@firstline/core";
import { createOfflineModel } from "@firstline/core/adapters";
import { corpusId, evalCtx, loadBase, readGap, readQuestions } from "./bases.ts";
import type { BaseName } from "./bases.ts";
import type { Judged } from "./fit-confidence.ts";

const PASSAGES = 6;
const OFFTOPIC = 100;

/**
 * Answers of the offline model to a base's questions, to questions whose articles are taken away, and to questions
 * about something else, each with its confidence features and whether the first cited article is right.
 */
export async function collectJudged(server: string, base: BaseName): Promise<Judged[]> {
  const { database, workspaceId } = await loadBase(server, base, false);
  const ctx = evalCtx(database);
  const gap = readGap(base);
  const judged: Judged[] = [];
  try {
    for (const { question, gold, answerable } of readQuestions(base)) {
      const kind = answerable && gold.length > 0 ? "answerable" : "unanswerable";
      judged.push({ ...(await judge(ctx, workspaceId, question, gold, new Set())), base, kind, weight: 1 });
      if (gold.length === 0 || !gold.every((id) => gap.has(id))) continue;
      judged.push({ ...(await judge(ctx, workspaceId, question, [], gap)), base, kind: "gap", weight: 1 });
    }
    for (const { question } of readQuestions("offtopic").slice(0, OFFTOPIC)) {
      judged.push({
        ...(await judge(ctx, workspaceId, question, [], new Set())),
        base,
        kind: "offtopic",
        weight: 1,
      });
    }
  } finally {
    await database.close();
  }
  return judged;
}

async function judge(
  ctx: ReturnType<typeof evalCtx>,
  workspaceId: number,
  question: string,
  gold: string[],
  takenAway: ReadonlySet<string>,
): Promise<Pick<Judged, "isRight" | "row">> {
  const found = await searchKnowledge(ctx, { workspaceId, query: question, limit: 60 });
  const hits = found.filter((hit) => !takenAway.has(corpusId(hit.sourcePath)));
  const request = {
    workspaceName: "",
    ticket: { subject: question, type: "general" as const, priority: "normal" as const },
    question,
    thread: [],
    earlierSubjects: [],
    chunks: hits.slice(0, PASSAGES),
  };
  const answer = await createOfflineModel().answer(request, AbortSignal.timeout(10_000));
  if (answer.outcome !== "answered") throw new Error("the offline model always answers");
  const { draft } = answer;
  const cited = hits.find((hit) => hit.chunkId === draft.citedChunkIds[0]);
  const parts = confidenceFeatures({ question, hits, draft });
  return {
    isRight: cited !== undefined && gold.includes(corpusId(cited.sourcePath)),
    row: CONFIDENCE_FEATURES.map((name) => parts[name]),
  };
}
