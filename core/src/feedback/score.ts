import type { FeedbackSettings } from "../workspaces/settings.ts";

export type Weighing = Pick<FeedbackSettings, "baseWeight" | "mrrUnitUsd" | "maxWeight">;

/** A vote as the score sees it. */
export type Ballot = {
  personId: number;
  /** Null: the person belongs to none, and counts as a company of its own without revenue. */
  companyId: number | null;
  mrrUsd: number;
  value: number;
};

/** What a company's word counts: more revenue counts more, ever more slowly, and never more than the cap. */
export function companyWeight(mrrUsd: number, { baseWeight, mrrUnitUsd, maxWeight }: Weighing): number {
  return Math.min(maxWeight, baseWeight + Math.log10(1 + Math.max(0, mrrUsd) / mrrUnitUsd));
}

/**
 * The score of a post: the weights of the companies that are for it, less those of the companies against it. However many
 * of a company vote, it counts once, on the side that more of them took; on neither when they are even.
 */
export function scoreOf(ballots: readonly Ballot[], weighing: Weighing): number {
  const companies = new Map<string, { balance: number; mrrUsd: number }>();
  for (const { personId, companyId, mrrUsd, value } of ballots) {
    const key = companyId === null ? `person ${personId}` : `company ${companyId}`;
    const known = companies.get(key) ?? { balance: 0, mrrUsd: companyId === null ? 0 : mrrUsd };
    companies.set(key, { ...known, balance: known.balance + value });
  }
  let score = 0;
  for (const { balance, mrrUsd } of companies.values())
    score += Math.sign(balance) * companyWeight(mrrUsd, weighing);
  return score;
}
