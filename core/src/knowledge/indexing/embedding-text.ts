const MAX_OPENING = 600;

/** What is embedded for an article as a whole. */
export function articleEmbeddingText(article: {
  title: string;
  category: string | null;
  content: string;
}): string {
  const opening = article.content.slice(0, MAX_OPENING);
  return [article.title, article.category ?? "", opening].filter((part) => part !== "").join("\n");
}

/** What is embedded for a passage: it says little without the title and headings it stands under. */
export function chunkEmbeddingText(chunk: { title: string; heading: string; text: string }): string {
  return [chunk.title, chunk.heading, chunk.text].filter((part) => part !== "").join("\n");
}
