import type { KnowledgeHit } from "../knowledge/index.ts";
import type { AnswerDraft, Judgement, LanguageModel } from "../ports.ts";
import { findReasonToHold } from "./confidence/autopilot.ts";
import { estimateConfidence } from "./confidence/confidence.ts";
import type { Confidence } from "./confidence/confidence.ts";
import { decideRoute } from "./decide.ts";
import type { Decided } from "./decide.ts";
import { findContradiction } from "./grounding/contradiction.ts";
import { citedHits } from "./draft.ts";
import { findCalibration } from "./confidence/find-calibration.ts";
import { guardDraft } from "./guards/guard-draft.ts";
import { notesOn } from "./notes.ts";
import type { PrepareCtx, PrepareInput } from "./prepare.ts";
import { NOT_LOOKED, takeSecondLook } from "./second-look.ts";
import type { SecondLook } from "./second-look.ts";
import { leansOnNothing } from "./stand-alone.ts";
import { findSteering } from "./guards/steering.ts";
import { verifyClaims } from "./grounding/verify-claims.ts";
import type { Verified } from "./grounding/verify-claims.ts";

/** An answer with everything that was found out about it. */
export type Answer = {
  draft: AnswerDraft;
  /** Of the model that wrote it. */
  modelKind: LanguageModel["kind"];
  confidence: number;
  /** What the confidence was made of. */
  parts: Record<string, number>;
  /** Version of the weights that made the confidence of its parts. */
  calibration: string;
  judgement: Judgement | null;
  /** Sentences for agents: what was removed and why, and what holds the answer back. */
  notes: string[];
  decided: Decided;
};

export type AssessInput = PrepareInput & {
  query: string;
  /** Everything that the search found. */
  hits: KnowledgeHit[];
  /** The passages that the model saw. */
  shown: KnowledgeHit[];
  /** Who wrote the draft. */
  writer: LanguageModel;
  draft: AnswerDraft;
};

/** An answer with statements that nothing supports, or about the opposite of what was asked, is never called sure. */
const MOST_WHEN_WEAK = 0.3;
/** The rest of what a search finds says nothing about how far ahead the first ones are. */
const FIELD = 60;

/** Holds a draft against everything that can be said about it: its passages, the rules of speech, a second reader. */
export async function assessDraft(ctx: PrepareCtx, input: AssessInput): Promise<Answer> {
  const { workspaceId, settings, query, request, writer } = input;
  const verified = verify(input);
  const cited = citedHits(input.shown, verified.draft);
  const guarding = { writer, cited, question: request.question, settings, removed: verified.unsupported };
  const { draft, problems, removed } = guardDraft(ctx, verified.draft, guarding);
  const shown = writer.kind === "offline" ? [] : input.shown;
  const steering = findSteering({ request, cited, shown, score: ctx.scoreInjection });
  const calibration = await findCalibration(ctx, workspaceId);
  const estimate = ({ judgement, by }: SecondLook): Confidence => {
    const hits = input.hits.slice(0, FIELD);
    const evidence = {
      question: query,
      hits,
      draft,
      modelKind: writer.kind,
      judgement,
      judgedBy: by,
      calibration,
    };
    const found = estimateConfidence(evidence);
    const isBesidePoint = by === "offline" && judgement?.onPoint === 0;
    const isWeak = verified.standing === "weak" || isBesidePoint;
    return isWeak ? { ...found, score: Math.min(found.score, MOST_WHEN_WEAK) } : found;
  };

  // A paid look is worth its price only where the answer would go out.
  const mayGoOut = steering === null && estimate(NOT_LOOKED).score >= settings.answerThreshold;
  const judged = { question: query, answer: draft.markdown, claims: draft.claims, chunks: input.shown };
  const look = writer.kind === "offline" || mayGoOut ? await takeSecondLook(ctx, judged) : NOT_LOOKED;
  const { score, parts, version } = estimate(look);
  const isSure = score >= settings.resolveThreshold;
  const record = { workspaceId, settings, modelKind: writer.kind, calibration };
  const contradiction = findContradiction(draft, input.shown);
  const decided = decideRoute(
    {
      draft,
      confidence: score,
      standing: verified.standing,
      problems,
      steering,
      look,
      isTranslated: verified.isTranslated,
      contradiction,
      unproven: isSure ? await findReasonToHold(ctx, record) : null,
      leansOnNothing: leansOnNothing({ ...request, subject: request.ticket.subject, text: request.question }),
      found: input.hits.length,
    },
    settings,
  );
  return {
    draft,
    modelKind: writer.kind,
    confidence: score,
    parts,
    calibration: version,
    judgement: look.judgement,
    notes: notesOn(verified.standing, { unsupported: removed, contradiction, held: decided.held }),
    decided,
  };
}

/**
 * What the offline model says is copied from the passages. What another may name beside them stands in the asker's own
 * words: the query is a model's.
 */
function verify({ writer, draft, shown, request }: AssessInput): Verified {
  if (writer.kind === "offline") {
    return { draft, standing: "whole", unsupported: [], isTranslated: false };
  }
  return verifyClaims(draft, { chunks: shown, question: request.question });
}
