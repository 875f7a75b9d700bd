import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ReadItem } from "@firstline/core";
import { z } from "zod";
import { anArticle } from "../support/factories.ts";
import { madeUpArticle, madeUpQuestion } from "./made-up.ts";

const DATA = fileURLToPath(new URL("../../../shared/data/", import.meta.url));

const Line = z.object({ id: z.string(), title: z.string(), text: z.string() });
type Real = z.infer<typeof Line>;
const Question = z.object({ question: z.string() });

/** A small base of long articles for little counts, a large one of short articles for others. */
const setOf = (count: number): string => (count <= 1_000 ? "ray-docs" : "mtrag-general");

/** Real articles where they are at hand, then mixtures of their sentences; all made up where there are none. */
export async function* manyArticles(count: number): AsyncGenerator<ReadItem> {
  const real = await readReal(setOf(count), count);
  for (let i = 0; i < count; i += 1) {
    const article = real[i];
    if (article) yield anArticle({ title: article.title, slug: `real-${i}`, content: article.text });
    else if (real.length > 0) yield anArticle(mixture(real, i));
    else yield anArticle(madeUpArticle(i));
  }
}

/** Questions that people asked about these articles, each once. */
export function manyQuestions(count: number): string[] {
  const path = `${DATA}${setOf(count)}/dev/questions.jsonl`;
  if (!existsSync(path)) return Array.from({ length: 300 }, (_, i) => madeUpQuestion(i * 7));
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => Question.parse(JSON.parse(line)).question);
}

async function readReal(set: string, most: number): Promise<Real[]> {
  const path = `${DATA}${set}/corpus.jsonl`;
  if (!existsSync(path)) return [];
  const articles: Real[] = [];
  for await (const line of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
    if (articles.length >= most) break;
    articles.push(Line.parse(JSON.parse(line)));
  }
  return articles;
}

const SENTENCES = 8;

/** The number decides: two runs measure the same articles. */
function mixture(real: Real[], i: number): { title: string; slug: string; content: string } {
  const pick = (n: number): Real =>
    real[scatter(i * 31 + n) % real.length] ?? { id: "", title: "", text: "" };
  const sentences = Array.from({ length: SENTENCES }, (_, n) => {
    const all = pick(n + 1).text.split(/(?<=[.!?])\s+/u);
    return all[scatter(i * 17 + n) % all.length] ?? "";
  });
  const title = `${pick(0).title} ${i}`;
  return { title, slug: `mixed-${i}`, content: `# ${title}\n\n${sentences.join("\n\n")}` };
}

/** A number that looks drawn by lot (the finalizer of MurmurHash3). */
function scatter(n: number): number {
  let hash = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
