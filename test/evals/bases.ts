import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importArticles, readJsonl } from "@firstline/core";
import type { ReadItem } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { connect, migrateDatabase, schema } from "@firstline/db";
import type { Database } from "@firstline/db";
import postgres from "postgres";
import { z } from "zod";
import { silentLog } from "../support/fakes.ts";

/** Knowledge bases with questions that the ranking and the confidence are learned from. */
export const BASES = ["ray-docs", "ibm-cloud-docs", "webapps-faq", "mtrag-general", "nq-clapnq"] as const;
export type BaseName = (typeof BASES)[number];

/**
 * Small bases of our own whose titles are questions, under `test/evals/faq`; the second two have the same articles crowded
 * with what others say, as pages are that were not written for search. Ranking learns from them as from one base more.
 */
export const FAQ_BASES = ["faq-health", "faq-product", "faq-health-crowded", "faq-product-crowded"] as const;
export type FaqName = (typeof FAQ_BASES)[number];
export const isFaq = (base: string): base is FaqName => FAQ_BASES.some((name) => name === base);

export const DATA =
  process.env["EVAL_DATA"] ?? fileURLToPath(new URL("../../../shared/data/", import.meta.url));

const Question = z.object({
  id: z.string(),
  question: z.string(),
  gold: z.array(z.string()),
  answerable: z.boolean(),
});
export type Question = z.infer<typeof Question>;

export function readQuestions(set: string): Question[] {
  const file = isFaq(set) ? `${faqFolder(set)}questions.jsonl` : `${DATA}/${set}/dev/questions.jsonl`;
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => Question.parse(JSON.parse(line)));
}

/** Articles to leave out, so that their questions cannot be answered. */
export function readGap(base: BaseName): Set<string> {
  return new Set(z.array(z.string()).parse(JSON.parse(readFileSync(`${DATA}/${base}/gap.json`, "utf8"))));
}

export type LoadedBase = { database: Database; workspaceId: number };

const embedder = createOfflineEmbedder();
export const evalCtx = (database: Database) => ({
  db: database.db,
  embedder,
  log: silentLog,
  now: () => new Date("2026-11-22T12:00:00Z"),
});

/** Imports a base into a database of its own on `server`, unless it is there from an earlier run. */
export async function loadBase(
  server: string,
  base: BaseName | FaqName,
  withGap: boolean,
): Promise<LoadedBase> {
  const name = `eval_${base.replaceAll("-", "_")}${withGap ? "_gap" : ""}`;
  if (isFaq(base)) return loadDocuments(server, name, readFaq(base));
  return loadDocuments(server, name, withGap ? withoutGap(base) : readCorpus(base));
}

const readCorpus = (base: BaseName): AsyncIterable<ReadItem> => readJsonl(`${DATA}/${base}/corpus.jsonl`);

const faqFolder = (base: FaqName): string =>
  fileURLToPath(new URL(`./${base.replace("-crowded", "").replace("-", "/")}/`, import.meta.url));

/** How many others' texts an article of a crowded base gets: every fifth article none, the next one, and so on. */
const CROWD = [0, 1, 2, 4, 6];
/** No divisor of it is a small base's size, so that the texts come from all over. */
const STRIDE = 37;

async function* readFaq(base: FaqName): AsyncGenerator<ReadItem> {
  const items: ReadItem[] = [];
  for await (const item of readJsonl(`${faqFolder(base)}corpus.jsonl`)) items.push(item);
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

/** Imports articles into the database `name` on `server`, unless they are there from an earlier run. */
async function loadDocuments(
  server: string,
  name: string,
  documents: AsyncIterable<ReadItem>,
): Promise<LoadedBase> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  const [known] = await admin`select 1 from pg_database where datname = ${name}`;
  if (!known) await admin.unsafe(`create database ${name}`);
  await admin.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrateDatabase(url.toString());
  const database = connect(url.toString());
  const present = await database.db.query.workspaces.findFirst();
  if (present) return { database, workspaceId: present.id };

  const [workspace] = await database.db.insert(schema.workspaces).values({ name, slug: "eval" }).returning();
  if (!workspace) throw new Error("no workspace was made");
  await importArticles(evalCtx(database), { workspaceId: workspace.id, origin: "corpus", documents });
  return { database, workspaceId: workspace.id };
}

async function* withoutGap(base: BaseName) {
  const gap = readGap(base);
  for await (const item of readCorpus(base)) {
    if (item.kind !== "document" || !gap.has(item.document.path)) yield item;
  }
}

/** The id in the corpus of an article that came from `corpus.jsonl`. */
export const corpusId = (sourcePath: string | null): string =>
  (sourcePath ?? "").split("/").slice(1).join("/");
