import { articleEmbeddingText } from "./indexing/embedding-text.ts";

type EmbeddingState = {
  title: string;
  content: string;
  status: "draft" | "published" | "archived";
  embeddingText: string | null;
  embeddingModel: string | null;
  embeddedAt: Date | null;
};

/** An article that is in use and has no vector of its present text from the present model. */
export function needsEmbedding(article: EmbeddingState, category: string | null, model: string): boolean {
  if (article.status === "archived") return false;
  if (article.embeddedAt === null || article.embeddingModel !== model) return true;
  return article.embeddingText !== articleEmbeddingText({ ...article, category });
}

/** Share of helpful votes from 0 to 100, whole; null while nobody has voted. */
export function helpfulnessRatio(article: { helpfulCount: number; notHelpfulCount: number }): number | null {
  const votes = article.helpfulCount + article.notHelpfulCount;
  return votes === 0 ? null : Math.round((article.helpfulCount / votes) * 100);
}
