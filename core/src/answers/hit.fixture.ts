import type { KnowledgeHit } from "../knowledge/index.ts";
import { FEATURES } from "../knowledge/rank-features.ts";
import type { FeatureRow } from "../knowledge/rank-features.ts";

let nextId = 1;

/** A passage of an article of its own. */
export function aHit(
  given: Partial<Omit<KnowledgeHit, "signals">> & { signals?: Partial<FeatureRow> },
): KnowledgeHit {
  const id = nextId++;
  const { signals, ...rest } = given;
  return {
    chunkId: id,
    articleId: id,
    title: `Article ${id}`,
    headingPath: [],
    url: null,
    text: "Text.",
    slug: `article-${id}`,
    sourcePath: null,
    audience: "everyone",
    score: 0,
    signals: { ...noSignals(), ...signals },
    ...rest,
  };
}

function noSignals(): FeatureRow {
  const row: Partial<FeatureRow> = {};
  for (const name of FEATURES) row[name] = 0;
  return asRow(row);
}

/** The loop above has set every name. */
const asRow = (row: Partial<FeatureRow>): FeatureRow => row as FeatureRow;
