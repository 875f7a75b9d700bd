import type { Check } from "@firstline/bot";
import { messageOf } from "@firstline/core";
import type { Config } from "@firstline/core";
import { explainAssumed, findUnpriced } from "../assumed-prices.ts";

const TIMEOUT_MS = 10_000;

/** Whether the models' services can be reached with the configured keys and know the configured models. */
export async function checkModels(config: Config): Promise<Check[]> {
  const checks: Check[] = [];
  if (config.anthropic) {
    const { apiKey, baseUrl, model, fastModel } = config.anthropic;
    const headers = { "x-api-key": apiKey, "anthropic-version": "2023-06-01" };
    checks.push(
      await checkService(
        "Claude",
        `${trim(baseUrl)}/v1/models?limit=1000`,
        headers,
        [model, fastModel],
        "ANTHROPIC",
      ),
    );
  }
  if (config.openai) {
    const { apiKey, baseUrl, model, fastModel, embeddingModel } = config.openai;
    const named = [model, fastModel, embeddingModel].filter((name) => name !== null);
    const models = [...new Set(named)];
    const headers = { authorization: `Bearer ${apiKey}` };
    checks.push(await checkService("OpenAI", `${trim(baseUrl)}/models`, headers, models, "OPENAI"));
  }
  const unpriced = findUnpriced(config);
  if (unpriced.length > 0) checks.push({ name: explainAssumed(unpriced), ok: true, hint: null });
  if (checks.length > 0) return checks;
  return [
    { name: "No model key: answers are put together from the articles themselves", ok: true, hint: null },
  ];
}

const trim = (url: string): string => url.replace(/\/+$/u, "");

async function checkService(
  name: string,
  url: string,
  headers: Record<string, string>,
  wanted: string[],
  group: string,
): Promise<Check> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 401 || response.status === 403) {
      return { name, ok: false, hint: `The key is not accepted. Check ${group}_API_KEY.` };
    }
    if (!response.ok)
      return { name, ok: false, hint: `${url} answers ${response.status}. Check ${group}_BASE_URL.` };
    const body = (await response.json()) as { data?: { id?: string }[] };
    const known = new Set(body.data?.map((model) => model.id));
    const missing = wanted.filter((model) => !known.has(model));
    if (missing.length > 0)
      return { name, ok: false, hint: `The service does not know ${missing.join(", ")}.` };
    return { name: `${name}: key accepted, ${wanted.join(" and ")} available`, ok: true, hint: null };
  } catch (error) {
    const reason = messageOf(error);
    return {
      name,
      ok: false,
      hint: `${url} cannot be reached (${reason}). Check ${group}_BASE_URL and the network.`,
    };
  }
}
