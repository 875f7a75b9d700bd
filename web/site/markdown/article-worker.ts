import { parentPort } from "node:worker_threads";
import { renderArticle } from "../article-html.ts";

type Article = Parameters<typeof renderArticle>[0];

/** One article at a time: the next one is sent when this one is back. */
parentPort?.on("message", (article: Article) => void answer(article));

async function answer(article: Article): Promise<void> {
  try {
    parentPort?.postMessage({ page: await renderArticle(article) });
  } catch (error) {
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
}
