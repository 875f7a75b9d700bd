import { UpstreamError } from "@firstline/core";
import type {
  AnswerDraft,
  AnswerRequest,
  ChatPlatform,
  Ctx,
  LanguageModel,
  Log,
  ModelAnswer,
  PostTarget,
  Reply,
} from "@firstline/core";
import { createOfflineEmbedder, createOfflineModel } from "@firstline/core/adapters";
import type { Db } from "@firstline/db";
import type { TestClock } from "./clock.ts";
import { testClock } from "./clock.ts";

const USAGE = {
  model: "scripted-1",
  inputTokens: 1200,
  outputTokens: 80,
  cachedInputTokens: 1000,
  costUsd: 0.0012,
};

type Turn = Partial<AnswerDraft> | ModelAnswer | Error;

export type ScriptedModel = LanguageModel & { requests: AnswerRequest[]; next(...turns: Turn[]): void };

const ANSWER = "Open **Settings**, then **Tokens**.";

/** An excerpt that stands in the passage. */
const startOf = (text: string): string => text.split(/\s+/u).slice(0, 6).join(" ");

/** A model that says what the test tells it to, in order; a draft without claims rests on the first passage. */
export function scriptedModel(): ScriptedModel {
  const turns: Turn[] = [];
  const requests: AnswerRequest[] = [];
  return {
    name: "scripted-1",
    kind: "anthropic",
    requests,
    next: (...more) => turns.push(...more),
    async answer(request) {
      requests.push(request);
      const turn = turns.shift() ?? {};
      if (turn instanceof Error) throw turn;
      if ("outcome" in turn) return turn;
      const [first] = request.chunks;
      const draft = {
        markdown: ANSWER,
        claims: first
          ? [{ statement: turn.markdown ?? ANSWER, chunkId: first.chunkId, excerpt: startOf(first.text) }]
          : [],
        readings: [],
        citedChunkIds: first ? [first.chunkId] : [],
        selfConfidence: 0.99,
        clarifyingQuestion: null,
        needsPerson: null,
        ...turn,
      };
      return { outcome: "answered", draft, usage: USAGE };
    },
    classify: async () => null,
    judge: async () => null,
    rewrite: async () => null,
    rerank: async () => null,
    describeBug: async () => null,
  };
}

export const refused: ModelAnswer = { outcome: "refused", usage: USAGE };
export const malformed: ModelAnswer = { outcome: "malformed", detail: "no JSON", usage: USAGE };
export const overloaded = (): UpstreamError =>
  new UpstreamError("anthropic", "Claude is overloaded.", { retryable: true });

export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};

/** No service: every step is the offline model's. */
export function offlineModels(): Pick<Ctx, "model" | "fastModel" | "offlineModel"> {
  const model = createOfflineModel();
  return { model, fastModel: model, offlineModel: model };
}

export type TestCtx = Omit<Ctx, "model"> & { model: ScriptedModel; clock: TestClock };

export function testCtx(db: Db): TestCtx {
  const clock = testClock();
  const model = scriptedModel();
  return {
    db,
    model,
    fastModel: model,
    offlineModel: createOfflineModel(),
    embedder: createOfflineEmbedder(),
    log: silentLog,
    now: clock.now,
    helpCenterUrl: null,
    code: null,
    modelTimeoutMs: 5_000,
    clock,
  };
}

export type Posted = { target: PostTarget; reply: Reply; deliveryKey: string; messageId: string };

export type FakePlatform = ChatPlatform & {
  posts: Posted[];
  edits: { channelId: string; threadId: string | null; messageId: string; reply: Reply }[];
  /** The next posts happen, but their answer is lost. */
  loseResponses(times: number): void;
  failNext(error: Error): void;
};

/** A chat platform in memory, for what has nothing to do with a platform's own protocol. */
export function fakePlatform(platform: "slack" | "discord" = "slack"): FakePlatform {
  const posts: Posted[] = [];
  const edits: FakePlatform["edits"] = [];
  const failures: Error[] = [];
  let lost = 0;
  return {
    platform,
    posts,
    edits,
    loseResponses(times) {
      lost = times;
    },
    failNext: (error) => failures.push(error),
    async post(target, reply, deliveryKey) {
      const failure = failures.shift();
      if (failure) throw failure;
      const messageId = `M${posts.length + 1}`;
      posts.push({ target, reply, deliveryKey, messageId });
      if (lost > 0) {
        lost -= 1;
        throw new UpstreamError(platform, "The connection was lost.", { retryable: true });
      }
      return { messageId, threadId: target.threadId };
    },
    async findPosted(_, deliveryKey) {
      const found = posts.find((post) => post.deliveryKey === deliveryKey);
      return found ? { messageId: found.messageId, threadId: found.target.threadId } : null;
    },
    async edit({ channelId, threadId, messageId }, reply) {
      edits.push({ channelId, threadId, messageId, reply });
    },
    react: async () => {},
    unreact: async () => {},
    showState: async () => {},
    openDirect: async (userId) => ({ channelId: `D_${userId}` }),
    readThread: async () => [],
    linkTo: async (message) => `https://example.test/${message.messageId}`,
  };
}
