import { listWebhookDeliveries, redeliverWebhook, sendTestEvent } from "@firstline/core";
import { IdPosition, openPage, PageQuery } from "../cursor.ts";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, Id, IdParam } from "../schemas.ts";
import { Delivery, DeliveryPage, toDeliveryJson } from "./schemas.ts";

/** What was sent to a webhook, and sending it again. */
export const deliveryRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/webhooks/{id}/deliveries",
    operationId: "listDeliveries",
    summary: "List deliveries of a webhook",
    description: "The log of 30 days, the newest first.",
    tag: "Webhooks",
    scope: "webhooks:read",
    request: { params: IdParam, query: PageQuery },
    responses: { 200: answer(DeliveryPage, "A page of deliveries.") },
    async run({ web, workspaceId, params, query }) {
      const which = { workspaceId, endpointId: params.id };
      const page = openPage(query, { list: "deliveries", filter: params, position: IdPosition });
      const input = { ...which, before: page.at, limit: page.limit };
      const { deliveries, next } = await listWebhookDeliveries(web.ctx, input);
      return { deliveries: deliveries.map(toDeliveryJson), next: page.toNext(next) };
    },
  }),
  defineRoute({
    method: "post",
    path: "/webhooks/{id}/test",
    operationId: "testWebhook",
    summary: "Send a test event",
    description: "An event of the type `webhook.test`; the log says what became of it.",
    tag: "Webhooks",
    scope: "webhooks:write",
    request: { params: IdParam },
    responses: { 202: answer(Delivery, "It is on its way.") },
    async run({ web, workspaceId, params }) {
      const which = { workspaceId, endpointId: params.id };
      return toDeliveryJson(await sendTestEvent(web.ctx, which));
    },
  }),
  defineRoute({
    method: "post",
    path: "/webhooks/{id}/deliveries/{deliveryId}/redeliver",
    operationId: "redeliver",
    summary: "Send a delivery again",
    description: "Under the same `webhook-id`, so that whoever has it already can tell.",
    tag: "Webhooks",
    scope: "webhooks:write",
    request: { params: IdParam.extend({ deliveryId: Id }) },
    responses: { 202: answer(Delivery, "It is on its way.") },
    async run({ web, workspaceId, params }) {
      const { id: endpointId, deliveryId } = params;
      return toDeliveryJson(await redeliverWebhook(web.ctx, { workspaceId, endpointId, deliveryId }));
    },
  }),
];
