import { scoresOf } from "@firstline/core/classify";
import type { LinearModel } from "@firstline/core/classify";
import { fitLinear } from "./fit-linear.ts";
import type { FitOptions, Row } from "./fit-linear.ts";

/** FNV-1a: which part a group falls into must not depend on the order of the file. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

export type Grouped = Row & {
  /** Rows of one group are fitted or measured together. */
  group: string;
};

/** Scores of each row by a model that has not seen its group. */
export function scoreHeldOut(
  rows: readonly Grouped[],
  options: FitOptions,
  parts: number,
): { scores: number[][]; sizes: number[] } {
  const scores: number[][] = rows.map(() => []);
  const sizes: number[] = [];
  for (let part = 0; part < parts; part += 1) {
    const isHeld = (row: Grouped): boolean => hashOf(row.group) % parts === part;
    const model: LinearModel = fitLinear(
      rows.filter((row) => !isHeld(row)),
      options,
    );
    sizes.push(Object.keys(model.weights).length);
    for (const [i, row] of rows.entries()) if (isHeld(row)) scores[i] = scoresOf(model, row.features);
  }
  return { scores, sizes };
}

export const indexOfMost = (values: readonly number[]): number => values.indexOf(Math.max(...values));
