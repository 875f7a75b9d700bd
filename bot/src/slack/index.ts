export { startSlack } from "./app.ts";
export type { RunningSlackBot } from "./app.ts";
export { checkSlack } from "./doctor.ts";
export { BOT_EVENTS, BOT_SCOPES } from "./scopes.ts";
