import { SHIPPED } from "./calibration.ts";
import type { Head, ShippedWeights } from "./calibration.ts";
import { CONFIDENCE_FEATURES } from "./confidence-features.ts";
import { sigmoid } from "./logistic.ts";

type Features = Readonly<Record<string, number>>;
type Heads = Pick<ShippedWeights, "onTopic" | "right" | "bias">;

/**
 * The two chances of which a right answer needs both. A question about another matter and one that the articles leave
 * open look different: as one logistic they were told apart worse (on bases left out .935 against .96 for questions about
 * another matter, .856 against .87 for right answers).
 */
export function chancesOf(
  features: Features,
  heads: Heads = SHIPPED,
): { onTopic: number; rightIfOnTopic: number } {
  const chance = ({ bias, weights }: Head): number =>
    sigmoid(
      CONFIDENCE_FEATURES.reduce((sum, name) => sum + (weights[name] ?? 0) * (features[name] ?? 0), bias),
    );
  return { onTopic: chance(heads.onTopic), rightIfOnTopic: chance(heads.right) };
}

/** What the search alone says, as log odds that the answer is right. */
export function searchLogOdds(features: Features, heads: Heads = SHIPPED): number {
  const { onTopic, rightIfOnTopic } = chancesOf(features, heads);
  const chance = onTopic * rightIfOnTopic;
  return heads.bias + Math.log(chance / (1 - chance));
}
