import type OpenAI from "openai";
import { expect, test } from "vitest";
import { readChat } from "./openai-stream.ts";

type Chunk = OpenAI.Chat.ChatCompletionChunk;
type Piece = OpenAI.Chat.ChatCompletionChunk.Choice.Delta.ToolCall;

async function* chunksOf(pieces: Piece[]): AsyncGenerator<Chunk> {
  const frame = { id: "c", object: "chat.completion.chunk" as const, created: 1, model: "m" };
  for (const piece of pieces) {
    yield { ...frame, choices: [{ index: 0, delta: { tool_calls: [piece] }, finish_reason: null }] };
  }
  yield { ...frame, choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] };
}

test.each<[string, Piece[], string[]]>([
  [
    "in pieces",
    [
      { index: 0, id: "a", type: "function", function: { name: "read", arguments: "" } },
      { index: 0, function: { arguments: '{"path":' } },
      { index: 0, function: { arguments: '"x"}' } },
      { index: 1, id: "b", function: { name: "list", arguments: "{}" } },
    ],
    ['a read {"path":"x"}', "b list {}"],
  ],
  [
    "whole, each with the index 0",
    [
      { index: 0, id: "a", function: { name: "read", arguments: '{"path":"x"}' } },
      { index: 0, id: "b", function: { name: "list", arguments: "{}" } },
    ],
    ['a read {"path":"x"}', "b list {}"],
  ],
  [
    "with their id in every piece",
    [
      { index: 0, id: "a", function: { name: "read", arguments: '{"path":' } },
      { index: 0, id: "a", function: { arguments: '"x"}' } },
    ],
    ['a read {"path":"x"}'],
  ],
  ["without ids", [{ index: 0, function: { name: "list", arguments: "{}" } }], [" list {}"]],
])("calls of tools that come %s are put together", async (_how, pieces, expected) => {
  const { toolCalls } = await readChat(chunksOf(pieces), undefined);

  expect(toolCalls.map((call) => `${call.id} ${call.name} ${call.arguments}`)).toEqual(expected);
});

test("a server that counts along has told the cost of what breaks off", async () => {
  const usage = { prompt_tokens: 1_000, completion_tokens: 3, total_tokens: 1_003 };
  async function* broken(): AsyncGenerator<Chunk> {
    const frame = { id: "c", object: "chat.completion.chunk" as const, created: 1, model: "m" };
    yield { ...frame, choices: [{ index: 0, delta: { content: "a" }, finish_reason: null }], usage };
  }
  const heard: unknown[] = [];

  const reading = readChat(broken(), undefined, (so) => heard.push(so.usage));

  await expect(reading).rejects.toThrow("ended before the answer did");
  expect(heard).toEqual([usage]);
});
