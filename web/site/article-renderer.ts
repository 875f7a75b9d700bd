import { Worker } from "node:worker_threads";
import type { ArticleHtml, renderArticle } from "./article-html.ts";

type Article = Parameters<typeof renderArticle>[0];
type Answer = { page: ArticleHtml } | { problem: string };

export type ArticleRenderer = {
  /** Throws where the article cannot be rendered, or not in time. */
  render(article: Article): Promise<ArticleHtml>;
  stop(): Promise<void>;
};

/** A typical article takes 10 ms; some texts that mean harm keep a parser busy for minutes. */
const LIMIT_MS = 10_000;
const IDLE_MS = 60_000;
const WORKER = new URL("./markdown/article-worker.ts", import.meta.url);

/**
 * Renders articles in a thread of its own, one after the other, so that the server goes on answering whatever stands in them. The
 * thread begins with the first article and ends after a minute without one.
 */
export function createArticleRenderer(limitMs: number = LIMIT_MS, program: URL = WORKER): ArticleRenderer {
  let worker: Worker | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | null = null;

  async function end(): Promise<void> {
    if (idle) clearTimeout(idle);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  }

  async function renderNext(article: Article): Promise<ArticleHtml> {
    if (idle) clearTimeout(idle);
    worker ??= startWorker(program);
    try {
      const answer = await ask(worker, article, limitMs);
      if ("problem" in answer) throw new Error(`the article cannot be rendered: ${answer.problem}`);
      idle = setTimeout(() => void end(), IDLE_MS).unref();
      return answer.page;
    } catch (error) {
      await end();
      throw error;
    }
  }

  return {
    render(article) {
      const page = queue.then(() => renderNext(article));
      queue = page.catch(() => null);
      return page;
    },
    stop: () => queue.then(end),
  };
}

function startWorker(program: URL): Worker {
  const worker = new Worker(program);
  // Waiting for work must not keep a command from ending.
  worker.unref();
  return worker;
}

function ask(worker: Worker, article: Article, limitMs: number): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => reject(new Error(`the article took longer than ${limitMs} ms`)), limitMs);
  const onExit = (): void => reject(new Error("the thread that renders articles has ended"));
  worker.once("message", resolve);
  worker.once("error", reject);
  worker.once("exit", onExit);
  worker.postMessage(article);
  return promise.finally(() => {
    clearTimeout(timer);
    worker.off("message", resolve);
    worker.off("error", reject);
    worker.off("exit", onExit);
  });
}
