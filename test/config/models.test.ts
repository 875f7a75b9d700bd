import { expect, test } from "vitest";
import { ConfigError, loadConfig } from "@firstline/core";

test("Claude thinks little unless told to think more", () => {
  const claude = { ANTHROPIC_API_KEY: "sk-ant-1" };

  expect(loadConfig(claude).anthropic).toMatchObject({ effort: "low", fastModel: "claude-haiku-5-5" });
  expect(loadConfig({ ...claude, ANTHROPIC_EFFORT: "high" }).anthropic).toMatchObject({ effort: "high" });
});

test("an effort that does not exist is named with those that do", () => {
  const env = { ANTHROPIC_API_KEY: "sk-ant-1", ANTHROPIC_EFFORT: "huge" };

  expect(() => loadConfig(env)).toThrow(/ANTHROPIC_EFFORT must be one of low, medium, high, xhigh, max/);
});

const openAi = { OPENAI_API_KEY: "sk-1" };
const ollama = { ...openAi, OPENAI_BASE_URL: "http://127.0.0.1:11434/v1" };

test.each([
  ["OpenAI has a cheap model of its own", { ...openAi, OPENAI_MODEL: "gpt-6-sol" }, "gpt-6-luna"],
  ["another server does everything with its one model", { ...ollama, OPENAI_MODEL: "qwen3:8b" }, "qwen3:8b"],
  [
    "a named one is taken",
    { ...ollama, OPENAI_MODEL: "qwen3:14b", OPENAI_FAST_MODEL: "qwen3:4b" },
    "qwen3:4b",
  ],
  ["a key for embeddings alone has none", openAi, null],
])("for the small steps, %s", (_what, env, fastModel) => {
  expect(loadConfig(env).openai).toMatchObject({ fastModel });
});

test("OpenAI's own address is OpenAI however it is written", () => {
  const written = { ...openAi, OPENAI_MODEL: "gpt-6-sol", OPENAI_BASE_URL: "https://api.openai.com/v1/" };

  expect(loadConfig(written).openai).toMatchObject({
    api: "responses",
    embeddingModel: "text-embedding-3-small",
    fastModel: "gpt-6-luna",
  });
  expect(() => loadConfig({ ...written, OPENAI_BASE_URL: "api.openai.com" })).toThrow(
    /OPENAI_BASE_URL must be/,
  );
});

test("a fast model without a model for answers is half a setting", () => {
  const env = { ...openAi, OPENAI_FAST_MODEL: "gpt-6-luna" };

  expect(() => loadConfig(env)).toThrow(ConfigError);
  expect(() => loadConfig(env)).toThrow(/OPENAI_MODEL is missing/);
});
