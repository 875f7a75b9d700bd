/** What Firstline needs from the outside world. Adapters implement these; `main.ts` files wire them. */

import type { ButtonAction } from "./button-actions.ts";
import type { BugRequest, BugSpec } from "./code-ports.ts";

export type { ButtonAction } from "./button-actions.ts";
export type * from "./code-ports.ts";
export type * from "./page-ports.ts";

export type Platform = "slack" | "discord" | "panel";

/**
 * Where a conversation lives.
 * - Slack: channel id and the `ts` of the thread's first message.
 * - Discord: the parent channel id and the thread's id; in a direct message `channelId` is the DM channel and
 *   `threadId` the id of the first message.
 * - Panel: `channelId` is "panel" and `threadId` the conversation's public id.
 */
export type ThreadRef = { platform: Platform; channelId: string; threadId: string };

export type MessageRef = {
  platform: Platform;
  channelId: string;
  threadId: string | null;
  messageId: string;
};

/** A place to post to: a channel (`threadId` null) or a thread in it. */
export type PostTarget = { platform: Platform; channelId: string; threadId: string | null };

export type Source = { articleId: number; title: string; url: string | null; excerpt: string | null };

export type Button = {
  action: ButtonAction;
  label: string;
  /** At most 80 characters; for `open_link` the address. */
  value: string;
  style?: "primary" | "danger";
};

/** What is said, free of any platform: `render.ts` of each platform makes its own blocks of it. */
export type Reply = {
  /** Heading of a card; absent in ordinary replies. */
  title?: string;
  /** CommonMark. Text of members and agents in it is already stripped of mass mentions. */
  markdown: string;
  /** Plain words, no Markdown. */
  fields?: { label: string; value: string }[];
  sources?: Source[];
  /** What the sources are called, in the reader's language; "Sources" unless given. */
  sourcesLabel?: string;
  /** Rows of buttons, at most five in a row. */
  buttons?: Button[][];
  /** Small print under the text. */
  footer?: string;
  /** The person in whose name this is said (an agent or, in the agent channel, a member). */
  author?: { name: string; avatarUrl?: string | null };
  /** User ids of people whom this concerns, named under the text so that they hear of it; at most 40. Nobody else is pinged. */
  mentions?: string[];
  /** What this is about: shown as a link to it, where one can be made. */
  origin?: MessageRef;
  /** Opens a thread of this name under the message, on platforms where threads must be opened (Discord). */
  opensThread?: { name: string };
};

/** How a ticket looks from outside: Discord forum tags and reactions are derived from it. */
export type ThreadState = {
  type: "bug" | "feature" | "cancellation" | "billing" | "general";
  status: "new" | "analyzing" | "ai_responding" | "escalated" | "resolved" | "closed";
};

export type ThreadMessage = {
  messageId: string;
  authorId: string;
  /** The author is this bot itself. */
  isOurs: boolean;
  /** Our delivery key, where the platform keeps one with the message. */
  deliveryKey: string | null;
  text: string;
  sentAt: Date;
};

export type WebhookAnswer = {
  status: number;
  /** The beginning of what was answered. */
  body: string;
};

/** Sends events to other programs. */
export type WebhookSender = {
  /** Also plain http and addresses of the own network. */
  readonly allowsPrivate: boolean;
  /** Posts JSON; throws `UpstreamError` when there is no answer. Redirects are answers. */
  send(input: {
    url: string;
    headers: Readonly<Record<string, string>>;
    body: string;
  }): Promise<WebhookAnswer>;
};

/** Outbound only: listeners call core directly. Every method throws `UpstreamError`. */
export interface ChatPlatform {
  readonly platform: Platform;
  /** Posts once for one `deliveryKey` as far as the platform can promise it; answers the new message's id. */
  post(
    target: PostTarget,
    reply: Reply,
    deliveryKey: string,
  ): Promise<{ messageId: string; threadId: string | null }>;
  /** The message that carries `deliveryKey`, if an earlier try posted it, which was not before `since`. */
  findPosted(
    target: PostTarget,
    deliveryKey: string,
    since?: Date,
  ): Promise<{ messageId: string; threadId: string | null } | null>;
  edit(message: MessageRef, reply: Reply): Promise<void>;
  react(message: MessageRef, reaction: Reaction): Promise<void>;
  unreact(message: MessageRef, reaction: Reaction): Promise<void>;
  /** Shows a ticket's type and state where the platform has a place for it (Discord forum tags); else does nothing. */
  showState(thread: ThreadRef, state: ThreadState): Promise<void>;
  /** The direct-message channel with a person. */
  openDirect(userId: string): Promise<{ channelId: string }>;
  readThread(thread: ThreadRef, limit: number): Promise<ThreadMessage[]>;
  linkTo(message: MessageRef): Promise<string | null>;
}

export type Reaction = "seen" | "solved" | "person";

export type Usage = {
  /** The model that really answered, as the service names it. */
  model: string;
  inputTokens: number;
  outputTokens: number;
  /** Prompt tokens read from the service's cache; already part of `inputTokens`. */
  cachedInputTokens: number;
  /** USD; null when the model's price is not known, or its service does not say what it took. */
  costUsd: number | null;
};

/** One passage the answer may rest on. */
export type KnowledgeChunk = {
  chunkId: number;
  articleId: number;
  title: string;
  /** Headings from the article's top to the passage, without the title. */
  headingPath: string[];
  url: string | null;
  text: string;
};

export type ConversationTurn = { sender: "member" | "ai" | "agent"; name: string | null; text: string };

export type TicketType = ThreadState["type"];
export type TicketPriority = "low" | "normal" | "high" | "urgent";

/** Everything a model gets to see for one answer. Texts of members and articles are data, never instructions. */
export type AnswerRequest = {
  workspaceName: string;
  ticket: { subject: string; type: TicketType; priority: TicketPriority };
  /** The question that is open now, standing on its own. */
  question: string;
  /** The thread so far, oldest first, without the open question. */
  thread: ConversationTurn[];
  /** Subjects of the asker's earlier tickets, newest first. */
  earlierSubjects: string[];
  chunks: KnowledgeChunk[];
};

/** A statement of an answer with the words of a passage that carry it. */
export type Claim = {
  /** A part of the answer's markdown, as it stands there. */
  statement: string;
  chunkId: number;
  /** Copied from the passage letter for letter; whether it really stands there is checked before anything is sent. */
  excerpt: string;
};

export type AnswerDraft = {
  /** CommonMark, without a list of sources. */
  markdown: string;
  /** What carries the answer, in the answer's order; empty when it rests on nothing. */
  claims: Claim[];
  /** Chunks the answer rests on, most important first; every id was in the request. */
  citedChunkIds: number[];
  /** The model's own estimate that the answer is right and complete, 0 to 1. Never used alone. */
  selfConfidence: number;
  /** A question back to the asker when the question can be read in several ways. */
  clarifyingQuestion: string | null;
  /** The two or three ways to read the question that `clarifyingQuestion` names, each short enough for a button; else empty. */
  readings: string[];
  /** Something in the question that only a person can do (account access, refund, ...). */
  needsPerson: string | null;
};

export type ModelAnswer =
  | { outcome: "answered"; draft: AnswerDraft; usage: Usage }
  /** The model declined to answer. */
  | { outcome: "refused"; usage: Usage }
  /** The model's output ended early or was not of the agreed form. */
  | { outcome: "malformed"; detail: string; usage: Usage };

export type ClassificationRequest = { subject: string; text: string };
export type Sentiment = "positive" | "neutral" | "negative";
export type Classification = {
  type: TicketType;
  priority: TicketPriority;
  sentiment: Sentiment;
  /** ISO 639-1 code of the language the text is written in; null when it is in none. */
  language: string | null;
  /** The text asks for something: a question, a report, a request. Thanks and chatter do not. */
  isQuestion: boolean;
  /** The asker wants to talk to a person. */
  wantsPerson: boolean;
};

export type JudgeRequest = {
  question: string;
  /** The answer as the asker would read it. */
  answer: string;
  claims: Claim[];
  chunks: KnowledgeChunk[];
};

/** A second look at an answer; the shares are from 0 (not at all) to 1 (entirely). */
export type Judgement = {
  /** Every statement follows from the passages. */
  grounded: number;
  /** Nothing that was asked is left open. */
  complete: number;
  /** It answers this question and not a neighboring one. */
  onPoint: number;
  /** To really help, somebody must look into or change the asker's account or data. */
  needsAccountAccess: boolean;
};

export type RewriteRequest = { subject: string; thread: ConversationTurn[]; question: string };
export type RerankRequest = { question: string; chunks: KnowledgeChunk[] };

export type ModelStep = "answer" | "classify" | "judge" | "rewrite" | "rerank" | "describe_bug" | "fix";

/** What a small step gave; `value` is null when the output could not be used. It costs in both cases. */
export type StepResult<Value> = { value: Value | null; usage: Usage };

export interface LanguageModel {
  /** Recorded with answers, for example "claude-sonnet-5-5" or "offline". */
  readonly name: string;
  readonly kind: "anthropic" | "openai" | "offline";
  /** What the model is told beside the request; none of it may come out in an answer. */
  readonly privateText?: string;
  /**
   * Throws `UpstreamError` when the service cannot be reached or fails; everything else is an outcome.
   * `onText` hears the answer's markdown so far while it is being written, where the service streams.
   */
  answer(
    request: AnswerRequest,
    signal: AbortSignal,
    onText?: (markdownSoFar: string) => void,
  ): Promise<ModelAnswer>;
  // Each of these answers null where the model leaves the step to the rules.
  classify(request: ClassificationRequest, signal: AbortSignal): Promise<StepResult<Classification> | null>;
  /** A look at the answer by somebody who did not write it. */
  judge(request: JudgeRequest, signal: AbortSignal): Promise<StepResult<Judgement> | null>;
  /** The open question, standing on its own. */
  rewrite(request: RewriteRequest, signal: AbortSignal): Promise<StepResult<string> | null>;
  /** Ids of the request's chunks, the most useful first. */
  rerank(request: RerankRequest, signal: AbortSignal): Promise<StepResult<number[]> | null>;
  /** A bug report taken apart; its quoted texts are checked against the messages before they are used. */
  describeBug(request: BugRequest, signal: AbortSignal): Promise<StepResult<BugSpec> | null>;
}

export interface Embedder {
  /**
   * Stored with each vector; vectors of different models are never compared. A name that starts with `offline-` says that
   * the vectors are made of a text's words: they help to rank what words find, but are not searched by themselves.
   */
  readonly model: string;
  /** Length of each vector; the database stores 1536. */
  readonly dimensions: number;
  /** One vector of length 1 (L2) for each text, in order. */
  embed(texts: string[], purpose: "document" | "query"): Promise<number[][]>;
}

export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
  child(fields: Record<string, unknown>): Log;
}
