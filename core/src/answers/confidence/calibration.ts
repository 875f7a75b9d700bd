import { CONFIDENCE_FEATURES } from "./confidence-features.ts";
import shipped from "./confidence-weights.json" with { type: "json" };

/** A logistic over the features that it names. */
export type Head = { bias: number; weights: Record<string, number> };

/** The confidence that the product comes with: two chances, of which both must come true. */
export type ShippedWeights = {
  /** Names the weights; changes when they do. */
  version: string;
  /** That the articles are about the question's matter at all. */
  onTopic: Head;
  /** That the answer is right where they are. */
  right: Head;
  /** Added to the log odds of both coming true. */
  bias: number;
  /** Of each feature where the weights were learned: corrections are learned on this scale. */
  means: Record<string, number>;
  spreads: Record<string, number>;
};

export const SHIPPED: ShippedWeights = shipped;

/** What a workspace's outcomes taught: a correction of the log odds that the shipped weights give. */
export type Calibration = {
  /** Stored with each answer that it was used for. */
  version: string;
  /** Added to the log odds. */
  bias: number;
  /** Added for each unit of the log odds: 0 leaves them, negative makes them more modest. */
  slope: number;
  /** Added for each spread that a feature lies above its mean. */
  weights: Record<string, number>;
};

export const NO_CALIBRATION: Calibration = { version: SHIPPED.version, bias: 0, slope: 0, weights: {} };

/** False for a correction that leaves every confidence as the shipped weights give it. */
export function changesAnything({ bias, slope, weights }: Omit<Calibration, "version">): boolean {
  return [bias, slope, ...Object.values(weights)].some((value) => value !== 0);
}

/** How far a feature lies above where the weights were learned, in spreads; at most 3 either way. */
export function standardize(name: string, value: number): number {
  const distance = (value - (SHIPPED.means[name] ?? 0)) / (SHIPPED.spreads[name] ?? 1);
  return Math.max(-3, Math.min(3, distance));
}

/** Log odds after a workspace's correction. */
export function correct(
  { bias, slope, weights }: Omit<Calibration, "version">,
  logOdds: number,
  parts: Readonly<Record<string, number>>,
): number {
  let corrected = logOdds + bias + slope * logOdds;
  for (const name of CONFIDENCE_FEATURES) {
    const weight = weights[name];
    if (weight !== undefined) corrected += weight * standardize(name, parts[name] ?? 0);
  }
  return corrected;
}
