import type { Ctx } from "../context.ts";
import type { KnowledgeChunk } from "../ports.ts";
import { findArticleUrl } from "./article-url.ts";
import type { HelpCenter } from "./article-url.ts";
import type { Audience } from "./documents.ts";
import type { Candidate } from "./find-candidates.ts";
import { lookUp } from "./look-up.ts";
import { preferNewer } from "./ranking/prefer-newer.ts";
import { helpfulnessPrior, recencyPrior } from "./ranking/priors.ts";
import { rankPassages } from "./ranking/rank.ts";
import type { Ranked, Signals } from "./ranking/rank.ts";
import { readArticleLocales } from "./read-article-locales.ts";

export type KnowledgeHit = KnowledgeChunk & {
  slug: string;
  /** Where the article came from when it was imported: "<origin>/<path or id>". */
  sourcePath: string | null;
  audience: Audience;
  /** Comparable between hits of one search only. */
  score: number;
  /** What spoke for the passage, each about 0 to 1; see `rank.ts`. */
  signals: HitSignals;
};
export type HitSignals = Signals;

export type SearchKnowledgeInput = {
  workspaceId: number;
  query: string;
  /** Passages to answer with; 8 unless given. */
  limit?: number;
  /** Base of the help center's addresses, for articles without an address of their own. */
  helpCenterUrl?: string | null;
  /** Languages of the help center, the first one first: its pages in the others have addresses of their own. */
  locales?: readonly string[];
  /** Also beta articles. */
  includeBeta?: boolean;
  /** Also articles for agents only. Never for an answer to a member. */
  includeInternal?: boolean;
};

const MAX_QUERY_CHARACTERS = 4_000;

/** The best passages of the workspace's published articles for a question, best first. */
export async function searchKnowledge(
  ctx: Pick<Ctx, "db" | "embedder" | "log" | "findEmbedder">,
  input: SearchKnowledgeInput,
): Promise<KnowledgeHit[]> {
  const query = input.query.replaceAll("\u0000", "").slice(0, MAX_QUERY_CHARACTERS).trim();
  const looked = await lookUp(ctx, { ...input, query });
  if (!looked) return [];
  const { question, found } = looked;
  const newest = found.chunks.reduce((latest, { updated }) => Math.max(latest, updated), 0);
  const ranked = rankPassages(question, found)
    .map((passage) => ({ ...passage, score: passage.score + priorOf(passage.chunk, newest) }))
    .sort((a, b) => b.score - a.score || a.chunk.id - b.chunk.id);
  const best = preferNewer(question, ranked).slice(0, input.limit ?? 8);
  const localeOf = await findLocales(ctx, input, best);
  const helpCenter = { url: input.helpCenterUrl ?? null, locales: input.locales ?? [] };
  return best.map((ranked) => toHit(ranked, localeOf.get(ranked.chunk.article_id) ?? null, helpCenter));
}

/** Asks the database only where an address depends on it. */
async function findLocales(
  ctx: Pick<Ctx, "db">,
  { workspaceId, helpCenterUrl, locales = [] }: SearchKnowledgeInput,
  best: Ranked[],
): Promise<Map<number, string>> {
  if (!helpCenterUrl || locales.length < 2) return new Map();
  const articleIds = [...new Set(best.map(({ chunk }) => chunk.article_id))];
  return readArticleLocales(ctx, { workspaceId, articleIds });
}

function priorOf({ helpful, not_helpful, updated }: Candidate, newest: number): number {
  return helpfulnessPrior({ helpful, notHelpful: not_helpful }) + recencyPrior(updated, newest);
}

function toHit(
  { chunk, features, score }: Ranked,
  locale: string | null,
  helpCenter: HelpCenter,
): KnowledgeHit {
  return {
    chunkId: chunk.id,
    articleId: chunk.article_id,
    title: chunk.title,
    headingPath: chunk.heading_path,
    url: findArticleUrl(
      { slug: chunk.slug, locale, sourceUrl: chunk.source_url },
      // The help center shows no internal articles.
      chunk.audience === "everyone" ? helpCenter : { ...helpCenter, url: null },
      chunk.anchor,
    ),
    text: chunk.content,
    slug: chunk.slug,
    sourcePath: chunk.source_path,
    audience: chunk.audience,
    score,
    signals: features,
  };
}
