import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importArticles, readJsonl } from "@firstline/core";
import type { ReadItem } from "@firstline/core";
import { createOfflineEmbedder } from "@firstline/core/adapters";
import { connect, migrateDatabase, schema } from "@firstline/db";
import type { Database } from "@firstline/db";
import postgres from "postgres";
import { z } from "zod";
import { offlineModels, silentLog } from "../support/fakes.ts";
import { FAQ_BASES, faqFile, isFaq, readFaq } from "./faq-bases.ts";

/** Knowledge bases with questions that the ranking and the confidence are learned from. */
export const BASES = ["ray-docs", "ibm-cloud-docs", "webapps-faq", "mtrag-general", "nq-clapnq"] as const;
export type BaseName = (typeof BASES)[number];
/** With the small ones of our own. */
export const ALL_BASES = [...BASES, ...FAQ_BASES];
export type AnyBaseName = (typeof ALL_BASES)[number];

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
  const file = isFaq(set) ? faqFile(set, "questions") : `${DATA}/${set}/dev/questions.jsonl`;
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => Question.parse(JSON.parse(line)));
}

/** In our own bases the article of every third question. */
const FAQ_GAP = 3;

/** Articles to leave out, so that their questions cannot be answered. */
export function readGap(base: AnyBaseName): Set<string> {
  if (isFaq(base))
    return new Set(readQuestions(base).flatMap(({ gold }, i) => (i % FAQ_GAP === 0 ? gold : [])));
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

/** For an evaluation with the offline model. */
export const offlineEvalCtx = (database: Database) => ({
  ...evalCtx(database),
  ...offlineModels(),
  helpCenterUrl: null,
  modelTimeoutMs: 10_000,
  code: null,
});

/** Imports a base into a database of its own on `server`, unless it is there from an earlier run. */
export async function loadBase(server: string, base: AnyBaseName, withGap: boolean): Promise<LoadedBase> {
  const name = `eval_${base.replaceAll("-", "_")}${withGap ? "_gap" : ""}`;
  if (isFaq(base)) return loadDocuments(server, name, readFaq(base));
  return loadDocuments(server, name, withGap ? withoutGap(base) : readCorpus(base));
}

const readCorpus = (base: BaseName): AsyncIterable<ReadItem> => readJsonl(`${DATA}/${base}/corpus.jsonl`);

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
