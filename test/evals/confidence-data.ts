import { createHash } from "node:crypto";
import { searchKnowledge } from "@firstline/core";
import type { KnowledgeHit } from "@firstline/core";
import { createOfflineModel } from "@firstline/core/adapters";
import {
  confidenceFeatures,
  findCandidates,
  rankPassages,
  readQuestion,
  seenFeatures,
} from "@firstline/core/learn";
import type { ConfidenceParts } from "@firstline/core/learn";
import { ALL_BASES, corpusId, evalCtx, loadBase, readGap, readQuestions } from "./bases.ts";
import type { AnyBaseName, Question } from "./bases.ts";

/** One answer of the offline model with what its confidence is made of. */
export type Judged = {
  base: AnyBaseName;
  kind: "answerable" | "unanswerable" | "gap" | "offtopic";
  /** The first cited article is a right one. */
  isRight: boolean;
  /** One of the first three articles is. */
  isOffered: boolean;
  parts: ConfidenceParts;
  /** Part of the usual mix: a base's own questions, and one of another matter for every four of them. */
  isUsual: boolean;
  /** Questions with the same answer are of one fold. */
  fold: number;
};

const PASSAGES = 8;
const FIELD = 60;
const FOLDS = 5;
/** Questions about something else; enough for one to every four of the largest base's. */
const STRANGERS = 160;

type Ctx = ReturnType<typeof evalCtx>;
/** How a question is searched for, and what is read from what was found. */
type Reading = {
  find: (ctx: Ctx, workspaceId: number, query: string) => Promise<KnowledgeHit[]>;
  readParts: typeof confidenceFeatures;
};
export const AS_ASKED: Reading = { find: findHits, readParts: confidenceFeatures };
/** As if the questions and articles were in a language whose words have no directions. */
export const AS_FOREIGN: Reading = { find: findForeignHits, readParts: seenFeatures };

/**
 * Answers to a base's questions, to questions whose articles are taken away, and to questions about something else.
 */
export async function collectJudged(
  server: string,
  base: AnyBaseName,
  { find, readParts }: Reading = AS_ASKED,
): Promise<Judged[]> {
  const { database, workspaceId } = await loadBase(server, base, false);
  const gap = readGap(base);
  const judged: Judged[] = [];
  try {
    const questions = readQuestions(base);
    for (const asked of questions) {
      const { question, answerable, gold } = asked;
      const found = await find(evalCtx(database), workspaceId, question);
      const known = { base, fold: foldOf(asked), isUsual: true };
      const kind = answerable && gold.length > 0 ? "answerable" : "unanswerable";
      judged.push({ ...known, ...(await judge(question, gold, found, readParts)), kind });
      if (gold.length === 0 || !gold.every((id) => gap.has(id))) continue;
      const others = found.filter((hit) => !gap.has(corpusId(hit.sourcePath)));
      judged.push({
        ...known,
        ...(await judge(question, [], others, readParts)),
        kind: "gap",
        isUsual: false,
      });
    }
    for (const [i, stranger] of strangersTo(base).entries()) {
      const isUsual = i < questions.length / 4;
      const found = await find(evalCtx(database), workspaceId, stranger.question);
      const known = { base, fold: foldOf(stranger), isUsual };
      judged.push({ ...known, ...(await judge(stranger.question, [], found, readParts)), kind: "offtopic" });
    }
  } finally {
    await database.close();
  }
  return judged;
}

/** Questions about something else, others for each base. */
function strangersTo(base: AnyBaseName): Question[] {
  const all = readQuestions("offtopic");
  const from = ALL_BASES.indexOf(base) * 80;
  return Array.from({ length: STRANGERS }, (_, i) => all[(i * 37 + from) % all.length] ?? []).flat();
}

const chanceOf = (text: string): number =>
  createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
const foldOf = ({ gold, question }: Question): number => Math.floor(chanceOf(gold[0] ?? question) * FOLDS);

/** More than the confidence looks at, since some are taken away to leave a gap. */
const WIDE = 2 * FIELD;

function findHits(ctx: Ctx, workspaceId: number, query: string): Promise<KnowledgeHit[]> {
  return searchKnowledge(ctx, { workspaceId, query, limit: WIDE });
}

async function findForeignHits(ctx: Ctx, workspaceId: number, query: string): Promise<KnowledgeHit[]> {
  const read = readQuestion(query);
  const question = { ...read, isEnglish: false, related: [], slips: new Set(read.content) };
  const [vector = []] = await ctx.embedder.embed([query], "query");
  const found = await findCandidates(ctx, { workspaceId, question, vector });
  return rankPassages(question, found)
    .slice(0, WIDE)
    .map(({ chunk, features, score }) => ({
      chunkId: chunk.id,
      articleId: chunk.article_id,
      title: chunk.title,
      headingPath: chunk.heading_path,
      url: null,
      text: chunk.content,
      slug: chunk.slug,
      sourcePath: chunk.source_path,
      audience: chunk.audience,
      score,
      signals: features,
    }));
}

async function judge(
  question: string,
  gold: string[],
  found: KnowledgeHit[],
  readParts: Reading["readParts"],
): Promise<Pick<Judged, "isRight" | "isOffered" | "parts">> {
  const hits = found.slice(0, FIELD);
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
  const offered = [...new Set(hits.map((hit) => corpusId(hit.sourcePath)))].slice(0, 3);
  return {
    isRight: cited !== undefined && gold.includes(corpusId(cited.sourcePath)),
    isOffered: offered.some((id) => gold.includes(id)),
    parts: readParts({ question, hits, draft }),
  };
}
