/** What a call cost. Providers report tokens, never money, so the list prices live here. */

type Rates = {
  /** USD per million prompt tokens that were neither read from nor written to a cache. */
  input: number;
  output: number;
  cacheRead: number;
  /** To a cache of minutes. */
  cacheWrite: number;
  /** To Claude's one-hour cache; what other services write costs `cacheWrite`. */
  cacheWriteHour?: number;
};

type Price = Rates & {
  /** Prompts longer than this cost `above`; when `above` is missing their price is not known here. */
  upToPromptTokens?: number;
  above?: Rates;
};

type TokenCounts = {
  /** All prompt tokens, those of the cache included. */
  inputTokens: number;
  cachedInputTokens: number;
  /** Written to a cache of minutes. */
  cacheWriteTokens: number;
  /** Written to a cache that lasts an hour. */
  cacheWriteHourTokens?: number;
  outputTokens: number;
};

/** GPT-6 has another tariff above this length; its figures were not at hand. */
const GPT6_SHORT_PROMPT = 272_000;

/** From Opus 4.5 to Opus 5. */
const OLDER_OPUS: Price = { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25, cacheWriteHour: 10 };
const OLDER_SONNET: Price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, cacheWriteHour: 6 };

/**
 * List prices of 2026-11-20, standard tier, from the providers' public price pages
 * (platform.claude.com/docs/en/about-claude/pricing, developers.openai.com/api/docs/pricing). The only place for prices: what else tells money computes it with these.
 */
const PRICES: Record<string, Price> = {
  "claude-haiku-5-5": {
    input: 0.1,
    output: 0.5,
    cacheRead: 0.01,
    cacheWrite: 0.125,
    cacheWriteHour: 0.2,
    upToPromptTokens: 100_000,
    above: { input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625, cacheWriteHour: 1 },
  },
  "claude-sonnet-5-5": { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5, cacheWriteHour: 4 },
  "claude-opus-5-5": { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5, cacheWriteHour: 8 },
  "claude-sonnet-5": { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5, cacheWriteHour: 4 },
  "claude-fable-5-1": { input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5, cacheWriteHour: 20 },
  "claude-fable-5": { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5, cacheWriteHour: 20 },
  "claude-opus-5": OLDER_OPUS,
  "claude-opus-4-8": OLDER_OPUS,
  "claude-opus-4-7": OLDER_OPUS,
  "claude-opus-4-6": OLDER_OPUS,
  "claude-opus-4-5": OLDER_OPUS,
  "claude-sonnet-4-6": OLDER_SONNET,
  "claude-sonnet-4-5": OLDER_SONNET,
  "claude-haiku-4-5": { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25, cacheWriteHour: 2 },
  "gpt-6-luna": {
    input: 0.1,
    output: 0.5,
    cacheRead: 0.01,
    cacheWrite: 0.125,
    upToPromptTokens: GPT6_SHORT_PROMPT,
  },
  "gpt-6-sol": {
    input: 2,
    output: 10,
    cacheRead: 0.2,
    cacheWrite: 2.5,
    upToPromptTokens: GPT6_SHORT_PROMPT,
  },
  "gpt-6.1-sol": {
    input: 2,
    output: 10,
    cacheRead: 0.1,
    cacheWrite: 2.5,
    upToPromptTokens: GPT6_SHORT_PROMPT,
  },
  // Embeddings have no output and no cache.
  "text-embedding-3-small": { input: 0.02, output: 0, cacheRead: 0.02, cacheWrite: 0.02 },
  "text-embedding-3-large": { input: 0.13, output: 0, cacheRead: 0.13, cacheWrite: 0.13 },
};

/** Dated snapshots cost what their family costs: claude-sonnet-4-5-20250929, gpt-6-sol-2026-09-22. */
const SNAPSHOT_DATE = /-\d{4}-?\d{2}-?\d{2}$/;

/** Whether a call of this model can be told in money. */
export function hasPrice(model: string): boolean {
  return priceOf(model) !== undefined;
}

function priceOf(model: string): Price | undefined {
  return PRICES[model] ?? PRICES[model.replace(SNAPSHOT_DATE, "")];
}

const known: Rates[] = Object.values(PRICES).flatMap((price) =>
  price.above ? [price, price.above] : [price],
);

/** USD per million tokens that budgets assume where no price is known: the dearest that is, so that they err on the safe side. */
export const ASSUMED_PRICE: Pick<Rates, "input" | "output"> = {
  input: Math.max(...known.map((rates) => rates.input)),
  output: Math.max(...known.map((rates) => rates.output)),
};

/** USD for one call; null when the model's price is not known. */
export function costOf(model: string, tokens: TokenCounts): number | null {
  const price = priceOf(model);
  if (!price) return null;
  const isLong = price.upToPromptTokens !== undefined && tokens.inputTokens > price.upToPromptTokens;
  const rates = isLong ? price.above : price;
  if (!rates) return null;

  const { cacheWriteHourTokens = 0 } = tokens;
  const plain =
    tokens.inputTokens - tokens.cachedInputTokens - tokens.cacheWriteTokens - cacheWriteHourTokens;
  const microUsd =
    Math.max(plain, 0) * rates.input +
    tokens.cachedInputTokens * rates.cacheRead +
    tokens.cacheWriteTokens * rates.cacheWrite +
    cacheWriteHourTokens * (rates.cacheWriteHour ?? rates.cacheWrite) +
    tokens.outputTokens * rates.output;
  return microUsd / 1_000_000;
}
