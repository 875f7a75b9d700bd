/** Categories inside of categories inside of categories: deeper trees help nobody to find anything. */
const MOST_LEVELS = 5;

type Node = { id: number; parentId: number | null };

/** Why a category cannot stand under this one; null when it can. Null as its id stands for one that is yet to be made. */
export function findTreeProblem(
  all: readonly Node[],
  categoryId: number | null,
  parentId: number | null,
): string | null {
  const parents = new Map(all.map((node) => [node.id, node.parentId]));
  let above = 0;
  for (let at = parentId; at !== null && above <= all.length; at = parents.get(at) ?? null) {
    if (at === categoryId) return "A category cannot stand in itself or in one of its own.";
    above += 1;
  }
  const levels = above + 1 + (categoryId === null ? 0 : levelsUnder(all, categoryId));
  return levels > MOST_LEVELS ? `Categories stand at most ${MOST_LEVELS} deep.` : null;
}

function levelsUnder(all: readonly Node[], categoryId: number): number {
  let levels = 0;
  let level = new Set([categoryId]);
  for (; levels <= all.length; levels += 1) {
    const reached = level;
    level = new Set(
      all.filter(({ parentId }) => parentId !== null && reached.has(parentId)).map(({ id }) => id),
    );
    if (level.size === 0) return levels;
  }
  return levels;
}
