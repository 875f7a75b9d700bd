export { deliverOutgoing } from "./deliver.ts";
export type { DeliverInput } from "./deliver.ts";
export { TICKET_CHANNEL } from "./send-out.ts";
export type { Outgoing } from "./send-out.ts";
