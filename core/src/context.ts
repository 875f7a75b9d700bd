import type { Db } from "@firstline/db";
import type { Embedder, LanguageModel, Log } from "./ports.ts";

/** What use cases work with. Each asks for the part it uses; a transaction is `{ ...ctx, db: tx }`. */
export type Ctx = {
  db: Db;
  model: LanguageModel;
  embedder: Embedder;
  log: Log;
  now: () => Date;
  /** Base of the help center's addresses; null while articles have none of their own. */
  helpCenterUrl: string | null;
  /** Milliseconds a model may take for one answer. */
  modelTimeoutMs: number;
};
