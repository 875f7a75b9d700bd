/**
 * One page of a list, of which one row more than fits was read: `nextId` is the id at which the following page goes on,
 * null at the end.
 */
export function cutPage<Row extends { id: number }>(
  rows: readonly Row[],
  limit: number,
): { page: Row[]; nextId: number | null } {
  const page = rows.slice(0, limit);
  return { page, nextId: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
