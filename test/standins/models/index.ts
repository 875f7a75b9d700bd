export { startModels, type Models, type ModelsOptions, type RecordedRequest } from "./server.ts";
export type { Answer, Failure, Prompt } from "./script.ts";
