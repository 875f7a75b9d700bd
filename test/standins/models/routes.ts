import { createAnthropicApi } from "./anthropic.ts";
import { createOpenAiApi } from "./openai.ts";
import type { Reply } from "./output.ts";
import { Rejection } from "./rejection.ts";
import { loadRequestReaders } from "./request-schema.ts";
import type { ScriptState } from "./script.ts";

type Route = { isAnthropic: boolean; run: (body: unknown) => Reply };
export type FindRoute = (method: string, path: string, namesAnthropicVersion: boolean) => Route;

export async function createRoutes(
  state: ScriptState,
  now: () => number,
  hasResponses: boolean,
): Promise<FindRoute> {
  const readers = await loadRequestReaders();
  const anthropic = createAnthropicApi(readers, state, now);
  const openAi = createOpenAiApi(readers, state, now);
  const routes = new Map<string, Route>([
    ["POST /v1/messages", { isAnthropic: true, run: anthropic.messages }],
    ["POST /v1/messages/count_tokens", { isAnthropic: true, run: anthropic.countTokens }],
    ["POST /v1/chat/completions", { isAnthropic: false, run: openAi.chat }],
    ["POST /v1/embeddings", { isAnthropic: false, run: openAi.embeddings }],
  ]);
  if (hasResponses) routes.set("POST /v1/responses", { isAnthropic: false, run: openAi.responses });

  return (method, path, namesAnthropicVersion) => {
    const isAnthropic = namesAnthropicVersion || path.startsWith("/v1/messages");
    // Both services list their models under the same path; Anthropic's clients name its version.
    if (method === "GET" && path === "/v1/models") {
      return { isAnthropic, run: isAnthropic ? anthropic.models : openAi.models };
    }
    const missing = (): never => {
      throw new Rejection(404, `Unknown request URL: ${method} ${path}.`);
    };
    return routes.get(`${method} ${path}`) ?? { isAnthropic, run: missing };
  };
}
