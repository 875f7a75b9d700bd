import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ensureWorkspace, importArticles, readJsonl, searchKnowledge } from "@firstline/core";
import type { KnowledgeChunk } from "@firstline/core";
import type { TestDatabase } from "../support/database.ts";
import { anArticle } from "../support/factories.ts";
import { benchCtx } from "./ctx.ts";
import { madeUpArticle, madeUpQuestion } from "./made-up.ts";

const ARTICLES = 300;
export const PASSAGES = 8;
const DATA = fileURLToPath(new URL("../../../shared/data/ray-docs/", import.meta.url));

export type Search = (question: string) => Promise<KnowledgeChunk[]>;

/** A knowledge base of real articles where they are at hand, else of made-up ones, and the search in it. */
export async function fillForModels(database: TestDatabase): Promise<Search> {
  const ctx = benchCtx(database.db);
  const { id: workspaceId } = await ensureWorkspace(ctx, { slug: "bench", name: "Bench" });
  const documents = existsSync(`${DATA}corpus.jsonl`)
    ? firstOf(readJsonl(`${DATA}corpus.jsonl`), ARTICLES)
    : Array.from({ length: ARTICLES }, (_, index) => anArticle(madeUpArticle(index)));
  await importArticles(ctx, { workspaceId, origin: "bench", documents });
  const helpCenterUrl = "https://help.example.com";
  const found = new Map<string, Promise<KnowledgeChunk[]>>();
  return (query) => {
    const known = found.get(query);
    if (known) return known;
    const hits = searchKnowledge(ctx, { workspaceId, query, limit: PASSAGES, helpCenterUrl });
    found.set(query, hits);
    return hits;
  };
}

async function* firstOf<Item>(items: AsyncIterable<Item>, count: number): AsyncGenerator<Item> {
  let left = count;
  for await (const item of items) {
    if (left === 0) return;
    left -= 1;
    yield item;
  }
}

const questions = readQuestions();

function readQuestions(): string[] {
  const path = `${DATA}dev/questions.jsonl`;
  if (!existsSync(path)) return Array.from({ length: ARTICLES }, (_, index) => madeUpQuestion(index));
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => (JSON.parse(line) as { question: string }).question);
}

export function questionOf(index: number): string {
  return questions[index % questions.length] ?? "";
}
