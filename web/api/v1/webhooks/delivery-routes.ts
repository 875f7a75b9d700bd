import { listWebhookDeliveries, redeliverWebhook, sendTestEvent } from "@firstline/core";
import type { Web } from "../../context.ts";
import type { Api } from "../api.ts";
import { DEFAULT_LIMIT, fromCursor, IdPosition, PageQuery, toCursor } from "../cursor.ts";
import { apiRoute } from "../route.ts";
import { answer, Id, IdParam } from "../schemas.ts";
import { Delivery, DeliveryPage, toDeliveryJson } from "./schemas.ts";

const TAGS = ["Webhooks"];

/** What was sent to a webhook, and sending it again. */
export function addDeliveryRoutes(api: Api, web: Web): void {
  addLog(api, web);
  addTest(api, web);
  addRedeliver(api, web);
}

function addLog(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/webhooks/{id}/deliveries",
    operationId: "listDeliveries",
    summary: "List deliveries of a webhook",
    description: "The log of 30 days, the newest first.",
    tags: TAGS,
    scope: "webhooks:read",
    request: { params: IdParam, query: PageQuery },
    responses: { 200: answer(DeliveryPage, "A page of deliveries.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const endpointId = c.req.valid("param").id;
    const { limit = DEFAULT_LIMIT, cursor } = c.req.valid("query");
    const list = `deliveries ${endpointId}`;
    const before = fromCursor(list, IdPosition, cursor);
    const found = await listWebhookDeliveries(web.ctx, { workspaceId, endpointId, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return c.json({ deliveries: page.map(toDeliveryJson), next: last ? toCursor(list, last.id) : null }, 200);
  });
}

function addTest(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/webhooks/{id}/test",
    operationId: "testWebhook",
    summary: "Send a test event",
    description: "An event of the type `webhook.test`; the log says what became of it.",
    tags: TAGS,
    scope: "webhooks:write",
    request: { params: IdParam },
    responses: { 202: answer(Delivery, "It is on its way.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const which = { workspaceId, endpointId: c.req.valid("param").id };
    return c.json(toDeliveryJson(await sendTestEvent(web.ctx, which)), 202);
  });
}

function addRedeliver(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/webhooks/{id}/deliveries/{deliveryId}/redeliver",
    operationId: "redeliver",
    summary: "Send a delivery again",
    description: "Under the same `webhook-id`, so that whoever has it already can tell.",
    tags: TAGS,
    scope: "webhooks:write",
    request: { params: IdParam.extend({ deliveryId: Id }) },
    responses: { 202: answer(Delivery, "It is on its way.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const { id: endpointId, deliveryId } = c.req.valid("param");
    const delivery = await redeliverWebhook(web.ctx, { workspaceId, endpointId, deliveryId });
    return c.json(toDeliveryJson(delivery), 202);
  });
}
