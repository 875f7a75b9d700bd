export type { AiAttempt, Escalation } from "./card.ts";
export { claimEscalation } from "./claim.ts";
export { escalateTicket } from "./escalate.ts";
export { listEscalations } from "./list.ts";
export { sendAgentMessage } from "./relay.ts";
export type { AgentMessageInput } from "./relay.ts";
export { resolveEscalation } from "./resolve.ts";
