import {
  evaluateKnowledge,
  makeScratchWorkspace,
  openCorpus,
  readQuestions,
} from "@firstline/core/evaluation";
import type { Evaluated } from "@firstline/core/evaluation";
import { testDatabase } from "../support/database.ts";
import { offlineEvalCtx } from "./bases.ts";

/** What `eval` does with the offline model, on a database of its own; `corpus` and `questions` as it takes them. */
export async function evaluateOffline(corpus: string, questions: string): Promise<Evaluated> {
  const database = await testDatabase();
  try {
    return await evaluateKnowledge(offlineEvalCtx(database), {
      workspaceId: await makeScratchWorkspace(database),
      corpus: openCorpus(corpus, new Set()),
      questions: await readQuestions(questions),
      gap: new Set(),
      onProgress: () => {},
      signal: new AbortController().signal,
    });
  } finally {
    await database.stop();
  }
}
