import { createHash } from "node:crypto";
import type { AnthropicMessage } from "./wire-anthropic.ts";

/** Prompt tokens by what was paid for them, as Claude's usage splits them. */
export type PromptTokens = { plain: number; written: number; writtenForAnHour: number; read: number };

type Block = { text: string; ttlMs: number | null };

const LOOKBACK_BLOCKS = 20;
const TTL = { "5m": 5 * 60_000, "1h": 60 * 60_000 };

/** A rough count is enough here: what matters is that it is the same for the same text. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Below this a marked prefix is not cached, silently. */
function minimumCacheableTokens(model: string): number {
  if (model.endsWith("-5-5")) return 512;
  return /haiku-4-5|opus-4-[56]/.test(model) ? 4096 : 1024;
}

/** Remembers which marked prefixes were sent before, each for the time its mark asks for. */
export function createPromptCache(now: () => number): (body: AnthropicMessage) => PromptTokens {
  const expiries = new Map<string, number>();

  return (body) => {
    const blocks = toBlocks(body);
    const prefixes = toPrefixes(body, blocks);
    const total = prefixes.at(-1)?.tokens ?? 0;
    const marked = blocks.flatMap((block, index) =>
      block.ttlMs === null ? [] : [{ index, ttlMs: block.ttlMs }],
    );
    const minimum = minimumCacheableTokens(body.model);
    const tokensAt = (index: number): number => prefixes[index]?.tokens ?? 0;
    const isCached = (index: number): boolean => (expiries.get(prefixes[index]?.key ?? "") ?? 0) > now();

    const reachable = marked.flatMap(({ index }) => range(Math.max(0, index - LOOKBACK_BLOCKS), index));
    const hit = Math.max(-1, ...reachable.filter(isCached));
    const read = tokensAt(hit);
    const writable = marked.filter(({ index }) => tokensAt(index) >= minimum);
    const written = { [TTL["5m"]]: 0, [TTL["1h"]]: 0 };
    let accounted = read;
    for (const { index, ttlMs } of writable) {
      written[ttlMs] = (written[ttlMs] ?? 0) + Math.max(0, tokensAt(index) - accounted);
      accounted = Math.max(accounted, tokensAt(index));
      expiries.set(prefixes[index]?.key ?? "", now() + ttlMs);
    }
    const [fiveMinutes = 0, hour = 0] = [written[TTL["5m"]], written[TTL["1h"]]];
    return { plain: total - accounted, written: fiveMinutes, writtenForAnHour: hour, read };
  };
}

/** The prompt in the order in which it is cached: tools, system, messages. */
function toBlocks(body: AnthropicMessage): Block[] {
  const system =
    typeof body.system === "string" ? [{ type: "text", text: body.system }] : (body.system ?? []);
  const turns = body.messages.flatMap(({ role, content }) => {
    const parts = typeof content === "string" ? [{ type: "text", text: content }] : content;
    return parts.map((part) => ({ role, ...part }));
  });
  const blocks = [...(body.tools ?? []), ...system, ...turns].map(toBlock);
  const last = blocks.at(-1);
  if (last && body.cache_control) last.ttlMs = TTL[body.cache_control.ttl ?? "5m"];
  return blocks;
}

function toBlock(part: object): Block {
  const { cache_control: mark, ...rest } = { cache_control: null, ...part } satisfies {
    cache_control: unknown;
  };
  return { text: JSON.stringify(rest), ttlMs: mark === null ? null : TTL[ttlOf(mark)] };
}

export function ttlOf(mark: unknown): keyof typeof TTL {
  return typeof mark === "object" && mark !== null && "ttl" in mark && mark.ttl === "1h" ? "1h" : "5m";
}

function toPrefixes(body: AnthropicMessage, blocks: Block[]): { key: string; tokens: number }[] {
  // Another model or output format is another cache.
  let key = JSON.stringify([body.model, body.output_config?.format ?? null]);
  let tokens = 0;
  return blocks.map(({ text }) => {
    key = createHash("sha256").update(key).update(text).digest("base64");
    tokens += countTokens(text);
    return { key, tokens };
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
