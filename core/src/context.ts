import type { Db } from "@firstline/db";
import type {
  AgentModel,
  CodeHost,
  Embedder,
  LanguageModel,
  Log,
  WebhookSender,
  Workbench,
} from "./ports.ts";

/** What it takes to get from a bug report to a fix. */
export type CodeCtx = {
  /** Where code and issues live. */
  host: CodeHost;
  /** Writes fixes; null without a hosted model. */
  agent: AgentModel | null;
  /** Where fixes are tried out. */
  workbench: Workbench;
  /** Base of the addresses that agents open tickets at, without a slash at its end. */
  consoleUrl: string;
};

/** What use cases work with. Each asks for the part it uses; a transaction is `{ ...ctx, db: tx }`. */
export type Ctx = {
  db: Db;
  /** Writes the answers. */
  model: LanguageModel;
  /** Does the small steps (sorting, rewriting, judging, reranking), and answers when the strong one's budget is spent. */
  fastModel: LanguageModel;
  /** Answers when every budget is spent. */
  offlineModel: LanguageModel;
  embedder: Embedder;
  /**
   * The embedder of a model that was configured before, where it can still be had. The search needs it until every
   * passage has a vector of `embedder`; without it words must do until then.
   */
  findEmbedder?: (model: string) => Embedder | null;
  log: Log;
  now: () => Date;
  /** Base of the help center's addresses; null while articles have none of their own. */
  helpCenterUrl: string | null;
  /** Milliseconds a model may take for one answer. */
  modelTimeoutMs: number;
  /** Null while GitHub is not connected. */
  code: CodeCtx | null;
  /** Sends events to other programs; without it deliveries wait for a process that has one. */
  webhooks?: WebhookSender;
  /** How surely a text tries to steer a model that reads it, 0 to 1: for a scorer of one's own in place of ours. */
  scoreInjection?: (text: string) => number;
};
