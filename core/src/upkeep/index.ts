export { closeQuietTickets } from "./close-quiet-tickets.ts";
export { startHeartbeat } from "./heartbeat.ts";
export type { Heartbeat } from "./heartbeat.ts";
export { keepRunning } from "./keep-running.ts";
export type { OnPool } from "./keep-running.ts";
export { freeDeadLocks } from "./processes.ts";
export { pruneEvents } from "./prune-events.ts";
export { requestEmbedding } from "./request-embedding.ts";
export { sweepTickets } from "./sweep-tickets.ts";
