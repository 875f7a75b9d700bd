import type { EnvReader } from "./env-reader.ts";

const EFFORTS = ["low", "medium", "high", "xhigh", "max"] as const;

export type AnthropicConfig = {
  apiKey: string;
  baseUrl: string;
  model: string;
  fastModel: string;
  /** How much a model thinks before it answers. */
  effort: (typeof EFFORTS)[number];
};

export function readAnthropic(read: EnvReader): AnthropicConfig | null {
  const others = ["ANTHROPIC_MODEL", "ANTHROPIC_FAST_MODEL", "ANTHROPIC_EFFORT"];
  if (!read.group("ANTHROPIC_API_KEY", others)) return null;
  return {
    apiKey: read.text("ANTHROPIC_API_KEY") ?? "",
    baseUrl: read.url("ANTHROPIC_BASE_URL", "https://api.anthropic.com"),
    model: read.text("ANTHROPIC_MODEL") ?? "claude-sonnet-5-5",
    fastModel: read.text("ANTHROPIC_FAST_MODEL") ?? "claude-haiku-5-5",
    effort: read.oneOf("ANTHROPIC_EFFORT", EFFORTS, "low"),
  };
}
