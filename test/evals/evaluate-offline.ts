import {
  evaluateKnowledge,
  makeScratchWorkspace,
  openCorpus,
  readQuestions,
} from "@firstline/core/evaluation";
import type { Evaluated } from "@firstline/core/evaluation";
import { testDatabase } from "../support/database.ts";
import { offlineModels } from "../support/fakes.ts";
import { evalCtx } from "./bases.ts";

/** What `eval` does with the offline model, on a database of its own; `corpus` and `questions` as it takes them. */
export async function evaluateOffline(corpus: string, questions: string): Promise<Evaluated> {
  const database = await testDatabase();
  const ctx = {
    ...evalCtx(database),
    ...offlineModels(),
    helpCenterUrl: null,
    modelTimeoutMs: 10_000,
    code: null,
  };
  const evaluated = await evaluateKnowledge(ctx, {
    workspaceId: await makeScratchWorkspace(database),
    corpus: openCorpus(corpus, new Set()),
    questions: await readQuestions(questions),
    gap: new Set(),
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  await database.stop();
  return evaluated;
}
