import type { AnswerRequest, ConversationTurn, KnowledgeChunk } from "../ports.ts";
import { cutToTokens, estimateTokens } from "./token-estimate.ts";

/** A question may take half of the room, the passages three quarters of what it leaves. */
const QUESTION_SHARE = 1 / 2;
const PASSAGE_SHARE = 3 / 4;
/** For tags, titles, sections and addresses. */
const FRAME_TOKENS = 120;

/**
 * The request, made small enough for a prompt of `tokens`: the last passages and the oldest turns go first, the end of
 * an endless question last. What fits already is left as it is.
 */
export function fitRequest(request: AnswerRequest, tokens: number): AnswerRequest {
  if (estimateRequest(request) <= tokens) return request;
  const question = cutToTokens(request.question, Math.floor(tokens * QUESTION_SHARE));
  const room = tokens - estimateTokens(question);
  const whole = request.thread.reduce((sum, turn) => sum + costOfTurn(turn), 0);
  const chunks = fitChunks(request.chunks, Math.max(room * PASSAGE_SHARE, room - whole));
  const left = room - estimateChunks(chunks);
  return { ...request, question, chunks, thread: fitThread(request.thread, left) };
}

/** As many of the chunks as fit, best first; of a first one that alone is too long, its beginning. */
export function fitChunks(chunks: KnowledgeChunk[], tokens: number): KnowledgeChunk[] {
  const [first] = chunks;
  if (!first) return [];
  const kept = takeWhileRoom(chunks, costOfChunk, tokens);
  if (kept.length > 0) return kept;
  return [{ ...first, text: cutToTokens(first.text, Math.max(0, Math.floor(tokens) - FRAME_TOKENS)) }];
}

/** The newest turns that fit. */
export function fitThread(thread: ConversationTurn[], tokens: number): ConversationTurn[] {
  return takeWhileRoom(thread.toReversed(), costOfTurn, tokens).toReversed();
}

/** The first message, which has the report, may take half of the room beside others; the newest of these that fit follow. */
export function fitMessages(messages: string[], tokens: number): string[] {
  const [first, ...later] = messages;
  if (first === undefined) return [];
  const room = later.length === 0 ? tokens - FRAME_TOKENS : tokens / 2;
  const fits = estimateMessages(messages) <= tokens;
  const report = fits ? first : cutToTokens(first, Math.floor(room));
  const left = tokens - FRAME_TOKENS - estimateTokens(report);
  return [report, ...takeWhileRoom(later.toReversed(), costOfText, left).toReversed()];
}

export function estimateMessages(messages: string[]): number {
  return messages.reduce((sum, text) => sum + costOfText(text), 0);
}

/** An upper guess at what the request's parts come to. */
export function estimateRequest(request: Pick<AnswerRequest, "question" | "chunks" | "thread">): number {
  const thread = request.thread.reduce((sum, turn) => sum + costOfTurn(turn), 0);
  return estimateTokens(request.question) + estimateChunks(request.chunks) + thread;
}

export function estimateChunks(chunks: KnowledgeChunk[]): number {
  return chunks.reduce((sum, chunk) => sum + costOfChunk(chunk), 0);
}

const costOfChunk = (chunk: KnowledgeChunk): number => FRAME_TOKENS + estimateTokens(chunk.text);
const costOfTurn = (turn: ConversationTurn): number => costOfText(turn.text);
const costOfText = (text: string): number => FRAME_TOKENS + estimateTokens(text);

function takeWhileRoom<Item>(items: Item[], costOf: (item: Item) => number, tokens: number): Item[] {
  let left = tokens;
  const end = items.findIndex((item) => {
    left -= costOf(item);
    return left < 0;
  });
  return end === -1 ? items : items.slice(0, end);
}
