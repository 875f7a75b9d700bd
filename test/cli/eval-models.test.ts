import { describe, expect, test } from "vitest";
import { fileModels } from "../support/file-models.ts";
import { evalRoom, readPrinted } from "./eval-room.ts";
import type { Env } from "./run.ts";

const { serverUrl, runEval } = await evalRoom();
const models = await fileModels();

describe("eval with a hosted model", () => {
  const env = (): Env => ({
    DATABASE_URL: serverUrl,
    ANTHROPIC_API_KEY: models.apiKey,
    ANTHROPIC_BASE_URL: models.anthropicUrl,
    OPENAI_API_KEY: models.apiKey,
    OPENAI_BASE_URL: models.openAiUrl,
    OPENAI_MODEL: "gpt-6-sol",
  });

  test.each([
    ["anthropic", "/v1/messages"],
    ["openai", "/v1/chat/completions"],
  ])("asks %s, whatever else is configured, and adds up what that took", async (model, path) => {
    models.requests.length = 0;

    const ran = await runEval(["--json", "--model", model], env());

    expect(ran).toMatchObject({ code: 0 });
    const printed = readPrinted(ran);
    expect(printed.tokens_input).toBeGreaterThan(1000);
    expect(printed.cost_usd).toBeGreaterThan(0);
    expect(printed.rows[0]).toMatchObject({ is_right: true, citations: ["tokens"] });
    const paths = models.requests
      .map((request) => request.path)
      .filter((asked) => !asked.includes("embeddings"));
    expect(new Set(paths)).toEqual(new Set([path]));
  });

  test("asks nobody when the offline model is chosen", async () => {
    models.requests.length = 0;

    const ran = await runEval(["--json", "--model", "offline", "--limit", "1"], env());

    expect(ran).toMatchObject({ code: 0 });
    expect(readPrinted(ran)).toMatchObject({ tokens_input: 0, cost_usd: 0 });
    expect(models.requests).toEqual([]);
  });
});
