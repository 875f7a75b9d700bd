export { answerTicket, askKnowledge, explainConfidence } from "./answers/index.ts";
export type { AnswerTicketInput, Asked } from "./answers/index.ts";
export { calibrateWorkspace, calibrateWorkspaces } from "./answers/confidence/calibrate-workspace.ts";
export { estimateConfidence } from "./answers/confidence/confidence.ts";
export { verifyClaims } from "./answers/grounding/verify-claims.ts";
export type { Confidence, ConfidenceInput } from "./answers/confidence/confidence.ts";
export * from "./attachments/index.ts";
export { AGENT_ACTIONS, ASKER_ACTIONS, PRESSED_ACTIONS } from "./button-actions.ts";
export type { PressedAction } from "./button-actions.ts";
export * from "./api-keys/index.ts";
export * from "./companies/index.ts";
export { ConfigError, loadConfig } from "./config.ts";
export type {
  AnthropicConfig,
  Config,
  DiscordConfig,
  GithubConfig,
  OpenAiConfig,
  SlackConfig,
} from "./config.ts";
export type { CodeCtx, Ctx } from "./context.ts";
export * from "./delivery/index.ts";
export * from "./errors.ts";
export * from "./escalations/index.ts";
export * from "./feedback/index.ts";
export * from "./fixes/index.ts";
export * from "./github/index.ts";
export * from "./github/sync/index.ts";
export * from "./intake/index.ts";
export { enqueue, jobs, RUNNER_PRESET, SITE_JOBS } from "./jobs.ts";
export { isRunningHere, MACHINE } from "./machine.ts";
export { ASSUMED_PRICE, hasPrice } from "./prices.ts";
export type { EnqueueOptions, JobName, JobPayload } from "./jobs.ts";
export * from "./knowledge/index.ts";
export { makeFolder } from "./make-folder.ts";
export * from "./panel/index.ts";
export * from "./people/index.ts";
export * from "./privacy/index.ts";
export * from "./site/index.ts";
export { runJob } from "./run-job.ts";
export { hasTooManyLines, tameMarkdown, toSlug, uniqueAnchor, withoutPii } from "./text/index.ts";
export type * from "./ports.ts";
export * from "./tickets/index.ts";
export * from "./webhooks/index.ts";
export * from "./workspaces/index.ts";
export * from "./upkeep/index.ts";
