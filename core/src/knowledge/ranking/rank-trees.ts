/**
 * A small decision tree. At split n the value of the input `inputs[n]` goes to `lower[n]` when it is at most
 * `thresholds[n]`, else to `higher[n]`: the next split, or, as -1 - m, the leaf m.
 */
export type Tree = {
  inputs: number[];
  thresholds: number[];
  lower: number[];
  higher: number[];
  leaves: number[];
};

/** The sum of what the trees say of a row of inputs. */
export function sumOfTrees(trees: readonly Tree[], row: readonly number[]): number {
  let total = 0;
  for (const tree of trees) {
    let at = tree.inputs.length === 0 ? -1 : 0;
    while (at >= 0) {
      const isLower = (row[tree.inputs[at] ?? 0] ?? 0) <= (tree.thresholds[at] ?? 0);
      at = (isLower ? tree.lower[at] : tree.higher[at]) ?? -1;
    }
    total += tree.leaves[-1 - at] ?? 0;
  }
  return total;
}
