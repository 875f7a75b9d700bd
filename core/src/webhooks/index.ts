export { announceEvent } from "./announce.ts";
export type { AnnounceEventInput } from "./announce.ts";
export { deliverWebhook } from "./deliver.ts";
export { listWebhookDeliveries, redeliverWebhook, sendTestEvent } from "./deliveries.ts";
export type { WebhookDelivery } from "./deliveries.ts";
export {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
} from "./endpoints.ts";
export { TEST_EVENT, WEBHOOK_EVENTS } from "./events.ts";
export type { WebhookEvent } from "./events.ts";
export type { WebhookEndpoint } from "./load.ts";
