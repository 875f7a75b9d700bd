import { Rejection } from "./rejection.ts";
import { checkOpenAiSchema } from "./schema-rules.ts";
import { checkTools, firstMissing } from "./tool-rules.ts";
import type { OpenAiChat, OpenAiResponse } from "./wire-openai.ts";

/** What the Responses API remembers of its reasoning: it checks that it comes back, and unchanged. */
export type Reasoning = {
  /** Id of a reasoning item -> its encrypted content. */
  sealed: Map<string, string>;
  /** Id of a function call -> id of the reasoning item before it. */
  before: Map<string, string>;
};

type Item = Exclude<NonNullable<OpenAiResponse["input"]>, string>[number];

export function itemsOf({ input }: OpenAiResponse): Item[] {
  return typeof input === "string" ? [{ role: "user", content: input }] : (input ?? []);
}

export function checkResponseTools(body: OpenAiResponse, reasoning: Reasoning): void {
  const tools = (body.tools ?? []).flatMap((tool) => (tool.type === "function" ? [tool] : []));
  checkTools(
    tools.map(({ name, parameters: schema }) => ({ name, schema })),
    64,
  );
  for (const { strict, parameters } of tools) if (strict) checkOpenAiSchema(parameters);
  const items = itemsOf(body);
  const calls = items.flatMap((item) => (item.type === "function_call" ? [item.call_id] : []));
  const answers = items.flatMap((item) => (item.type === "function_call_output" ? [item.call_id ?? ""] : []));
  const open = firstMissing(calls, answers);
  if (open !== null)
    throw new Rejection(400, `No tool output found for function call ${open}.`, { param: "input" });
  const unknown = firstMissing(answers, calls);
  if (unknown !== null) {
    throw new Rejection(400, `No tool call found for function call output with call_id ${unknown}.`, {
      param: "input",
    });
  }
  checkReasoning(items, reasoning);
}

function checkReasoning(items: Item[], { sealed, before }: Reasoning): void {
  const kept = new Set<string>();
  for (const item of items) {
    if (item.type === "reasoning") {
      if (!item.encrypted_content) {
        throw new Rejection(
          404,
          `Item with id '${item.id}' not found. Items are not persisted when \`store\` is set to false.`,
        );
      }
      if (sealed.get(item.id) !== item.encrypted_content) {
        throw new Rejection(400, `The encrypted content for item ${item.id} could not be verified.`, {
          code: "invalid_encrypted_content",
        });
      }
      kept.add(item.id);
    }
    const thought = item.type === "function_call" ? before.get(item.call_id) : undefined;
    if (thought !== undefined && !kept.has(thought)) {
      throw new Rejection(
        400,
        `Item of type 'function_call' was provided without its required 'reasoning' item: '${thought}'.`,
      );
    }
  }
}

/** Local servers read the arguments of earlier calls as JSON. */
export function checkChatTools(body: OpenAiChat, isLocal: boolean): void {
  const tools = (body.tools ?? []).flatMap((tool) => (tool.type === "function" ? [tool.function] : []));
  checkTools(
    tools.map(({ name, parameters: schema = { type: "object" } }) => ({ name, schema })),
    64,
  );
  let open: string[] = [];
  for (const message of body.messages) {
    if (message.role === "tool") {
      if (!open.includes(message.tool_call_id)) {
        throw new Rejection(
          400,
          "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
        );
      }
      open = open.filter((id) => id !== message.tool_call_id);
      continue;
    }
    checkAnswered(open);
    const calls = message.role === "assistant" ? functionCalls(message.tool_calls ?? []) : [];
    if (isLocal) for (const call of calls) checkJson(call.function.arguments);
    open = calls.map(({ id }) => id);
  }
  checkAnswered(open);
}

type Call = NonNullable<Extract<OpenAiChat["messages"][number], { role: "assistant" }>["tool_calls"]>[number];

export type FunctionCall = Extract<Call, { type: "function" }>;

export function functionCalls(calls: Call[]): FunctionCall[] {
  return calls.flatMap((call) => (call.type === "function" ? [call] : []));
}

function checkAnswered([open]: string[]): void {
  if (open === undefined) return;
  throw new Rejection(
    400,
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${open}`,
  );
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Rejection(500, `invalid tool call arguments: ${String(error)}`);
  }
}
