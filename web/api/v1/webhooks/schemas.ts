import { WEBHOOK_EVENTS } from "@firstline/core";
import type { WebhookDelivery, WebhookEndpoint } from "@firstline/core";
import { z } from "@hono/zod-openapi";
import { Next, Text, Time } from "../schemas.ts";

const Events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .max(WEBHOOK_EVENTS.length)
  .openapi({ description: "What you want to hear of; empty: everything.", example: ["ticket.escalated"] });
const Url = z.string().max(2_000).openapi({
  format: "uri",
  description: "https, on the public internet. Redirects are not followed.",
  example: "https://hooks.example.com/firstline",
});
const Description = Text(200)
  .transform((text) => text.trim())
  .openapi({ type: "string", example: "Escalations to our pager" });

export const NewWebhook = z
  .strictObject({ url: Url, description: Description.optional(), events: Events.optional() })
  .openapi("NewWebhook");

export const WebhookChanges = z
  .strictObject({
    url: Url.optional(),
    description: Description.optional(),
    events: Events.optional(),
    enabled: z.boolean().optional(),
  })
  .openapi("WebhookChanges");

export const Webhook = z
  .object({
    id: z.int(),
    url: z.string(),
    description: z.string(),
    events: z.array(z.string()),
    enabled: z.boolean(),
    failures: z.int().openapi({ description: "Tries that failed since the last one that worked." }),
    createdAt: Time,
    updatedAt: Time,
  })
  .openapi("Webhook");

export const MadeWebhook = Webhook.extend({
  secret: z.string().openapi({
    description: "Signs what is sent. It is shown here and never again.",
    example: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD1QAMpbTqXB8=",
  }),
}).openapi("MadeWebhook");

export const WebhookList = z.object({ webhooks: z.array(Webhook) }).openapi("WebhookList");

export const Delivery = z
  .object({
    id: z.int(),
    eventId: z.string().openapi({ description: "The `webhook-id`: the same at every try." }),
    type: z.string(),
    status: z.enum(["pending", "delivered", "failed"]),
    attempts: z.int(),
    responseStatus: z.int().nullable(),
    response: z
      .string()
      .nullable()
      .openapi({ description: "The beginning of what was answered, or why nothing was." }),
    payload: z.record(z.string(), z.unknown()),
    createdAt: Time,
    deliveredAt: Time.nullable(),
  })
  .openapi("Delivery");

export const DeliveryPage = z.object({ deliveries: z.array(Delivery), next: Next }).openapi("DeliveryPage");

export function toWebhookJson(endpoint: WebhookEndpoint): z.infer<typeof Webhook> {
  const { id, url, description, events, isEnabled, failures, createdAt, updatedAt } = endpoint;
  return {
    id,
    url,
    description,
    events,
    enabled: isEnabled,
    failures,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export function toDeliveryJson(delivery: WebhookDelivery): z.infer<typeof Delivery> {
  const { id, eventId, type, status, attempts, responseStatus, response, payload } = delivery;
  return {
    id,
    eventId,
    type,
    status,
    attempts,
    responseStatus,
    response,
    payload,
    createdAt: delivery.createdAt.toISOString(),
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
  };
}
