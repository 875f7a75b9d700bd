export { attemptFix } from "./attempt.ts";
export type { AttemptFixInput } from "./attempt.ts";
export { publishFix } from "./publish.ts";
export type { PublishFixInput } from "./publish.ts";
export { listFixAttempts, readFixLog } from "./read-log.ts";
export type { FixLog, FixStep } from "./read-log.ts";
export { requestFix } from "./request.ts";
export type { RequestFixInput } from "./request.ts";
