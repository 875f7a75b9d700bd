export { rateApiTicket, stepApiTicket } from "./act.ts";
export type { TicketStepInput } from "./act.ts";
export { API_CHANNEL, ensureApiChannel } from "./channel.ts";
export { getProgram, toKnownIdentity } from "./identity.ts";
export type { GivenPerson } from "./identity.ts";
export { addApiMessage } from "./message.ts";
export type { AddApiMessageInput } from "./message.ts";
export { openApiTicket } from "./open.ts";
export type { OpenApiTicketInput } from "./open.ts";
