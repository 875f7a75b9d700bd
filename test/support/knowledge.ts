import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { askKnowledge, importArticles, readJsonl, updateSettings } from "@firstline/core";
import type { Asked, Ctx } from "@firstline/core";

const DATA = fileURLToPath(new URL("../../../shared/data/ray-docs/", import.meta.url));
const HANDBOOK = fileURLToPath(new URL("../../handbook/", import.meta.url));

export type RealQuestion = { question: string; isRight: (source: { url: string | null }) => boolean };

/** Questions that people would ask about the handbook, and the article that answers each. */
const HANDBOOK_QUESTIONS: [string, string][] = [
  ["How do I connect Slack?", "connect-slack"],
  ["How do I connect Discord?", "connect-discord"],
  ["How do I talk to a person?", "talk-to-a-person"],
  ["How do I rate an answer?", "solved-reopen-rate"],
  ["What data is stored?", "what-is-stored"],
  ["How do I back up the embedded database?", "backup"],
];

/** Real questions of real users about Ray's documentation; Firstline's own handbook where that is not at hand. */
export async function importRealKnowledge(ctx: Ctx, workspaceId: number): Promise<RealQuestion[]> {
  if (!existsSync(`${DATA}corpus.jsonl`)) {
    console.warn("the Ray documentation is not here: the handbook stands in for it");
    await importArticles(ctx, { workspaceId, folder: HANDBOOK });
    return HANDBOOK_QUESTIONS.map(([question, slug]) => ({
      question,
      isRight: (source) => leadsTo(source.url, slug),
    }));
  }
  await importArticles(ctx, { workspaceId, origin: "ray", documents: readJsonl(`${DATA}corpus.jsonl`) });
  const lines = readFileSync(`${DATA}dev/questions.jsonl`, "utf8").trim().split("\n");
  return lines.slice(0, 30).map((line) => {
    const { question, gold } = JSON.parse(line) as { question: string; gold: string[] };
    const slugs = gold.map((id) => slugOf(id));
    return { question, isRight: (source) => slugs.some((slug) => leadsTo(source.url, slug)) };
  });
}

/** The importer's slug of an id; a source's address may end in the heading's anchor. */
const slugOf = (id: string): string => id.toLowerCase().replaceAll(/[^a-z0-9.]+/gu, "-");
const leadsTo = (url: string | null, slug: string): boolean =>
  url?.replace(/#.*$/u, "").endsWith(`/articles/${slug}`) ?? false;

/** The questions whose first source is the right one, the surest answer first. Leaves the workspace's thresholds at 0. */
export async function findAnswerable(
  ctx: Ctx,
  workspaceId: number,
  questions: RealQuestion[],
): Promise<(RealQuestion & { asked: Asked; confidence: number })[]> {
  // However unsure, an answer counts here: only what is for people is left out.
  await updateSettings(ctx, { workspaceId, settings: { resolveThreshold: 0, answerThreshold: 0 } });
  const found = [];
  for (const real of questions) {
    const asked = await askKnowledge(ctx, { workspaceId, question: real.question });
    const [first] = asked.sources;
    const isSure = asked.confidence !== null && asked.reason === null;
    if (isSure && first && real.isRight(first))
      found.push({ ...real, asked, confidence: asked.confidence ?? 0 });
  }
  return found.toSorted((a, b) => b.confidence - a.confidence);
}
