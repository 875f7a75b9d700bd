import { countTokens } from "./prompt-cache.ts";

const MINIMUM_TOKENS = 1024;
const STEP_TOKENS = 128;

/** OpenAI caches without being asked: the longest beginning shared with an earlier prompt, in steps of 128 tokens. */
export function createPrefixCache(): (model: string, prompt: string) => number {
  const earlier = new Map<string, string[]>();

  return (model, prompt) => {
    const prompts = earlier.get(model) ?? [];
    const shared = Math.max(0, ...prompts.map((each) => sharedLength(each, prompt)));
    earlier.set(model, [...prompts.slice(-20), prompt]);
    const tokens = countTokens(prompt.slice(0, shared));
    return tokens < MINIMUM_TOKENS ? 0 : tokens - (tokens % STEP_TOKENS);
  };
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
