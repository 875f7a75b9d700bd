export type { AnthropicModelOptions } from "./anthropic.ts";
export type { OpenAiModelOptions } from "./openai.ts";
export {
  createAnthropicAgent,
  createAnthropicModel,
  createOpenAiAgent,
  createOpenAiEmbedder,
  createOpenAiModel,
} from "./on-demand.ts";
export { createPageFetcher } from "./fetch-page.ts";
export type { PageFetcherOptions, ResolvedAddress } from "./fetch-page.ts";
export { createGithubHost } from "./github/index.ts";
export { createOfflineEmbedder, createOfflineModel } from "./offline.ts";
export { createLog } from "./pino.ts";
export { costOf } from "../prices.ts";
export { createWebhookSender } from "./webhook-sender.ts";
export { createWorkbench } from "./workbench/workbench.ts";
export type { WorkbenchOptions } from "./workbench/workbench.ts";
