import { ASSUMED_PRICE, hasPrice } from "@firstline/core";
import type { Config } from "@firstline/core";

/** Models that answer and whose price is not known: budgets count with an assumed one. */
export function findUnpriced({ anthropic, openai }: Config): string[] {
  const { model = null, fastModel = null } = anthropic ?? openai ?? {};
  const named = new Set([model, fastModel].filter((name) => name !== null));
  return [...named].filter((name) => !hasPrice(name));
}

export function explainAssumed(models: string[]): string {
  const { input, output } = ASSUMED_PRICE;
  return `The price of ${models.join(" and ")} is not known: budgets assume ${input} USD per million tokens read and ${output} written.`;
}
