import { CONFIDENCE_FEATURES, fitLogistic, searchLogOdds } from "@firstline/core/learn";
import type { Head, ShippedWeights } from "@firstline/core/learn";
import type { Judged } from "./confidence-data.ts";
import { FAQ_BASES, isFaq } from "./faq-bases.ts";

type Feature = (typeof CONFIDENCE_FEATURES)[number];
export type Heads = Omit<ShippedWeights, "version">;

/** What tells that a question is about another matter, and what tells a right answer: chosen on bases left out. */
const ON_TOPIC: Feature[] = [
  "nearness",
  "beyond",
  "questionLength",
  "closestTitle",
  "asks",
  "pairs",
  "titleAhead",
  "titlesNear",
];
const RIGHT: Feature[] = [
  "ahead",
  "questionLength",
  "titleCovered",
  "titlesAsk",
  "spread",
  "titlesNear",
  "sentencesNear",
  "sourceless",
];

/**
 * What share of the questions is of each kind; a base's own are the rest. More than usual are left open by the articles:
 * the bases leave open less than a community's questions do.
 */
const MIX = { gap: 0.1, offtopic: 0.2 } as const;
/** To learn what is on topic, the two sides need about the same weight. */
const STRESS = 3;
/** Pull of the weights toward 0, as a share of all examples. */
const DECAY = 0.035;

/**
 * Learns both heads; every family of bases counts the same, and within a base every kind has its share.
 * What is on topic is not learned from the small bases: their questions in other words pass for questions about another
 * matter.
 */
export function fitHeads(judged: Judged[]): Heads {
  const weighed = weighUsual(judged);
  const scale = measureScale(weighed);
  const topical = weighed
    .filter(({ base }) => !isFaq(base))
    .map((example) => ({
      ...example,
      isTrue: example.kind !== "offtopic",
      weight: example.weight * (example.kind === "offtopic" ? STRESS : 1),
    }));
  const own = weighed
    .filter(({ kind }) => kind !== "offtopic")
    .map((example) => ({ ...example, isTrue: example.isRight }));
  const onTopic = fitHead(topical, ON_TOPIC, scale);
  const right = fitHead(own, RIGHT, scale);
  return {
    onTopic,
    right,
    bias: fitBias(weighed, { onTopic, right, bias: 0 }),
    means: Object.fromEntries(scale.map(({ name, mean }) => [name, mean])),
    spreads: Object.fromEntries(scale.map(({ name, spread }) => [name, spread])),
  };
}

/**
 * The ranking was learned from the same questions and puts the right article first more often here than on others (.666 against
 * .618 in five folds): half of that is not promised, so that neither is far off.
 */
const FLATTERED = 0.1;

/** The stress makes both together too modest; this makes their mean hold again. */
function fitBias(examples: Weighed[], heads: Pick<Heads, "onTopic" | "right" | "bias">): number {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const observations = examples.map(({ parts, isRight, weight }) => ({
    row: [1],
    isTrue: isRight,
    weight: weight / total,
    offset: searchLogOdds(parts, heads),
  }));
  return (fitLogistic(observations, [1e-9])[0] ?? 0) - FLATTERED;
}

const familySize = (base: string): number => (isFaq(base) ? FAQ_BASES.length : 1);

type Weighed = Judged & { weight: number };
type Scale = { name: Feature; mean: number; spread: number }[];

function weighUsual(judged: Judged[]): Weighed[] {
  const kindOf = ({ kind }: Judged): string => (kind in MIX ? kind : "own");
  const groups = Map.groupBy(judged, (example) => `${example.base} ${kindOf(example)}`);
  return [...groups.values()].flatMap((group) => {
    const kind = group[0]?.kind;
    const share = kind === "gap" || kind === "offtopic" ? MIX[kind] : 1 - MIX.gap - MIX.offtopic;
    const parts = familySize(group[0]?.base ?? "");
    return group.map((example) => ({ ...example, weight: share / group.length / parts }));
  });
}

function measureScale(examples: Weighed[]): Scale {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  return CONFIDENCE_FEATURES.map((name) => {
    const average = (valueOf: (value: number) => number): number =>
      examples.reduce((sum, { parts, weight }) => sum + weight * valueOf(parts[name]), 0) / total;
    const mean = average((value) => value);
    return { name, mean, spread: Math.sqrt(average((value) => (value - mean) ** 2)) || 1 };
  });
}

/** Logistic regression on standardized features; the weights come back on the scale of the features. */
function fitHead(examples: (Weighed & { isTrue: boolean })[], names: Feature[], scale: Scale): Head {
  const used = scale.filter(({ name }) => names.includes(name));
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const observations = examples.map(({ parts, isTrue, weight }) => ({
    row: [1, ...used.map(({ name, mean, spread }) => (parts[name] - mean) / spread)],
    isTrue,
    weight: weight / total,
    offset: 0,
  }));
  const [level = 0, ...standard] = fitLogistic(observations, [1e-9, ...used.map(() => DECAY)]);
  const weights = used.map(({ name, mean, spread }, k) => {
    const weight = (standard[k] ?? 0) / spread;
    return { name, weight, shift: weight * mean };
  });
  return {
    bias: level - weights.reduce((sum, { shift }) => sum + shift, 0),
    weights: Object.fromEntries(weights.map(({ name, weight }) => [name, weight])),
  };
}
