import { fileURLToPath } from "node:url";
import { readJsonl } from "@firstline/core";
import type { ReadItem } from "@firstline/core";

/**
 * Small bases of our own whose titles are questions, under `test/evals/faq`; the second two have the same articles crowded
 * with what others say, as pages are that were not written for search. Ranking learns from them as from one base more.
 */
export const FAQ_BASES = ["faq-health", "faq-product", "faq-health-crowded", "faq-product-crowded"] as const;
export type FaqName = (typeof FAQ_BASES)[number];
export const isFaq = (base: string): base is FaqName => FAQ_BASES.some((name) => name === base);

/** A base as it was written, for one that is crowded. */
export const plainForm = (base: string): string => base.replace("-crowded", "");
/** Bases of one family count as one when something is learned from them. */
export const familyOf = (base: string): string => (isFaq(base) ? "faq" : base);

export function faqFile(base: FaqName, what: "corpus" | "questions"): string {
  const folder = plainForm(base).replace("faq-", "faq/");
  return fileURLToPath(new URL(`./${folder}/${what}.jsonl`, import.meta.url));
}

/** How many others' texts an article of a crowded base gets: every fifth article none, the next one, and so on. */
const CROWD = [0, 1, 2, 4, 6];
/** Has no divisor in common with the number of articles, so that the texts come from all over. */
const STRIDE = 37;

export async function* readFaq(base: FaqName): AsyncGenerator<ReadItem> {
  const items: ReadItem[] = [];
  for await (const item of readJsonl(faqFile(base, "corpus"))) items.push(item);
  const texts = items.map((item) => (item.kind === "document" ? item.document.content : ""));
  for (const [i, item] of items.entries()) {
    if (!base.endsWith("-crowded") || item.kind !== "document") {
      yield item;
      continue;
    }
    const crowd = CROWD[i % CROWD.length] ?? 0;
    const others = Array.from({ length: crowd }, (_, n) => texts[(i + (n + 1) * STRIDE) % texts.length]);
    // Its own text stands among the others, not always first.
    const content = others.toSpliced(i % (crowd + 1), 0, item.document.content).join("\n\n");
    yield { ...item, document: { ...item.document, content } };
  }
}
