import type { KnowledgeHit } from "../knowledge/index.ts";
import { FEATURES } from "../knowledge/ranking/rank.ts";
import type { Signals } from "../knowledge/ranking/rank.ts";

let nextId = 1;

/** A passage of an article of its own. */
export function aHit(
  given: Partial<Omit<KnowledgeHit, "signals">> & { signals?: Partial<Signals> },
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

function noSignals(): Signals {
  const row: Partial<Signals> = {};
  for (const name of FEATURES) row[name] = 0;
  return asRow(row);
}

/** The loop above has set every name. */
const asRow = (row: Partial<Signals>): Signals => row as Signals;
