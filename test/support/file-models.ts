import { afterAll, beforeEach } from "vitest";
import { startModels } from "../standins/models/index.ts";
import type { Models } from "../standins/models/index.ts";

/** Model services for the test file that calls this: well again before each test, stopped after the last. */
export async function fileModels(): Promise<Models> {
  const models = await startModels();
  afterAll(() => models.close());
  beforeEach(() => models.reset());
  return models;
}
