/**
 * Takes the pairs of collect_pairs.py apart into the terms that search uses, and numbers them for train_word_vectors.py:
 *
 *   node test/evals/word-vectors/number-pairs.ts PAIRS.jsonl START.bin FOLDER
 *
 * FOLDER gets terms.json (every term of the table, and 0 for those that count nothing), pairs.bin, pairs.json and
 * sentences.json (the sentences of each intent). START.bin is the table of start-table.ts: its stems come first, then those
 * that it lacks and many packages use.
 */
import { createReadStream, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { isStopTerm, termsOf } from "@firstline/core/text";
import { z } from "zod";
import { readLines, textOf } from "../classify/sets.ts";

/** A term that the start lacks must stand in so many pairs of so many packages. */
const LEAST_PAIRS = 25;
const LEAST_PACKAGES = 4;
const MOST_IN_HEADING = 16;
const MOST_IN_TEXT = 120;
const MOST_IN_SENTENCE = 20;
/** What people ask a bank, an assistant and shops for, each sentence with its intent. */
const INTENTS = [
  "banking77/dev/intents.jsonl",
  "clinc150/dev/intents.jsonl",
  "tickets-bitext/dev/intents.jsonl",
  "hint3/dev/curekart_train.jsonl",
  "hint3/dev/powerplay11_train.jsonl",
  "hint3/dev/sofmattress_train.jsonl",
];
const Pair = z.object({ s: z.string(), a: z.string(), b: z.string() });

const [pairsFile, startFile, folder] = process.argv.slice(2);
if (pairsFile === undefined || startFile === undefined || folder === undefined)
  throw new Error("give the pairs, the start of the table and the folder to write to");

type Read = { source: string; heading: string[]; text: string[] };

const read: Read[] = [];
for await (const line of createInterface({ input: createReadStream(pairsFile) })) {
  const { s, a, b } = Pair.parse(JSON.parse(line));
  read.push({ source: s, heading: contentOf(a), text: contentOf(b) });
}
const known = stemsOf(startFile);
const terms = [...known, ...commonOnes(read, new Set(known))];
const numbers = new Map(terms.map((term, number) => [term, number]));
const kept = read
  .map(({ source, heading, text }) => ({
    source,
    heading: numbered(heading, MOST_IN_HEADING),
    text: numbered(text, MOST_IN_TEXT),
  }))
  .filter(({ heading, text }) => heading.length > 0 && text.length >= 3);
writeFileSync(`${folder}/terms.json`, JSON.stringify(terms.map((term) => [term, isStopTerm(term) ? 0 : 1])));
writeFileSync(
  `${folder}/pairs.json`,
  JSON.stringify(kept.map(({ source, heading, text }) => [source, heading.length, text.length])),
);
const flat = kept.flatMap(({ heading, text }) => [...heading, ...text]);
writeFileSync(`${folder}/pairs.bin`, Buffer.from(Int32Array.from(flat).buffer));
writeFileSync(`${folder}/sentences.json`, JSON.stringify(INTENTS.flatMap(sentencesOf)));
console.log(`${kept.length} pairs, ${terms.length} terms, ${terms.length - known.length} of them new`);

function contentOf(text: string): string[] {
  return [...new Set(termsOf(text))].filter((term) => !isStopTerm(term));
}

/** Each intent's sentences, where it has some. */
function sentencesOf(file: string): number[][][] {
  const intents = new Map<string, number[][]>();
  for (const line of readLines(file)) {
    const label = textOf(line, line["intent"] === undefined ? "label" : "intent");
    const sentence = numbered(contentOf(textOf(line, "text")), MOST_IN_SENTENCE);
    if (label !== "oos" && sentence.length > 0) intents.set(label, [...(intents.get(label) ?? []), sentence]);
  }
  return [...intents.values()].filter((sentences) => sentences.length > 3);
}

function stemsOf(file: string): string[] {
  const bytes = readFileSync(file);
  return bytes.toString("utf8", 12, 12 + bytes.readUInt32LE(8)).split("\n");
}

function commonOnes(pairs: Read[], without: ReadonlySet<string>): string[] {
  const counts = new Map<string, { pairs: number; sources: Set<string> }>();
  for (const { source, heading, text } of pairs) {
    for (const term of new Set([...heading, ...text])) {
      if (without.has(term) || !/^[a-z][a-z0-9+#.-]{1,24}$/.test(term)) continue;
      const count = counts.get(term) ?? { pairs: 0, sources: new Set() };
      count.pairs += 1;
      count.sources.add(source);
      counts.set(term, count);
    }
  }
  return [...counts]
    .filter(([, count]) => count.pairs >= LEAST_PAIRS && count.sources.size >= LEAST_PACKAGES)
    .sort(([, a], [, b]) => b.pairs - a.pairs)
    .map(([term]) => term);
}

function numbered(list: string[], most: number): number[] {
  return list.flatMap((term) => numbers.get(term) ?? []).slice(0, most);
}
