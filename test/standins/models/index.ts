export { defaultAnswer } from "./default-answer.ts";
export type { Prompt } from "./script.ts";
export { startModels, type Models } from "./server.ts";
