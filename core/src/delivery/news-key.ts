/** Begins the keys of rows that tell many at once of a post. */
export const NEWS_KEY = "news:";

/** A change of a post's status, and where it is told: a thread or a person. */
export type News = { postId: number; eventId: number; place: string };

export const newsKey = ({ postId, eventId, place }: News): string =>
  `${NEWS_KEY}${postId}:${eventId}:${place}`;

/** The news that a row with this key tells; null for one that tells something else. */
export function newsIn(key: string): Omit<News, "place"> | null {
  if (!key.startsWith(NEWS_KEY)) return null;
  const [postId, eventId] = key.slice(NEWS_KEY.length).split(":").map(Number);
  return postId && eventId ? { postId, eventId } : null;
}
