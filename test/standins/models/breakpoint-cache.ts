import { createHash } from "node:crypto";
import { countTokens } from "./prompt-cache.ts";
import type { OpenAiChat, OpenAiResponse } from "./wire-openai.ts";

type Block = { text: string; isMarked: boolean };
type CacheUse = { cached: number; written: number };

const MINIMUM_TOKENS = 1024;
const TTL_MS = 30 * 60_000;
const MAX_WRITES = 4;

/**
 * How OpenAI caches from GPT-5.6 on: up to marked places, and unless told otherwise at the prompt's end. A prompt that
 * shares less than a marked beginning with an earlier one reads nothing.
 */
export function createBreakpointCache(now: () => number): (body: OpenAiResponse | OpenAiChat) => CacheUse {
  const expiries = new Map<string, number>();

  return (body) => {
    const blocks = toBlocks(body);
    const isImplicit = body.prompt_cache_options?.mode !== "explicit";
    let key = body.model ?? "";
    let tokens = 0;
    const places = blocks.flatMap(({ text, isMarked }, index) => {
      key = createHash("sha256").update(key).update(text).digest("base64");
      tokens += countTokens(text);
      const isPlace = isMarked || (isImplicit && index === blocks.length - 1);
      return isPlace && tokens >= MINIMUM_TOKENS ? [{ key, tokens }] : [];
    });
    const cached = Math.max(
      0,
      ...places.filter((place) => (expiries.get(place.key) ?? 0) > now()).map((place) => place.tokens),
    );
    const writes = places.slice(-MAX_WRITES).filter((place) => place.tokens > cached);
    for (const place of places) expiries.set(place.key, now() + TTL_MS);
    return { cached, written: (writes.at(-1)?.tokens ?? cached) - cached };
  };
}

function toBlocks(body: OpenAiResponse | OpenAiChat): Block[] {
  if ("messages" in body) return body.messages.flatMap(messageBlocks);
  const instructions = body.instructions ? [{ text: body.instructions, isMarked: false }] : [];
  const input = typeof body.input === "string" ? [{ content: body.input }] : (body.input ?? []);
  return [...instructions, ...input.flatMap(messageBlocks)];
}

function messageBlocks(message: object): Block[] {
  const content: unknown =
    "content" in message ? message.content : "output" in message ? message.output : null;
  if (!Array.isArray(content)) return [{ text: JSON.stringify(message), isMarked: false }];
  return content.map((part: object) => {
    const { prompt_cache_breakpoint: mark, ...rest } = { prompt_cache_breakpoint: undefined, ...part };
    return { text: JSON.stringify(rest), isMarked: mark !== undefined };
  });
}
