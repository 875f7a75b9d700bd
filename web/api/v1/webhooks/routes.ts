import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
} from "@firstline/core";
import type { Web } from "../../context.ts";
import type { Api } from "../api.ts";
import { apiRoute } from "../route.ts";
import { answer, IdParam, json } from "../schemas.ts";
import { MadeWebhook, NewWebhook, toWebhookJson, Webhook, WebhookChanges, WebhookList } from "./schemas.ts";

const TAGS = ["Webhooks"];

/** Where other programs want to hear of events. */
export function addWebhookRoutes(api: Api, web: Web): void {
  addList(api, web);
  addRead(api, web);
  addCreate(api, web);
  addUpdate(api, web);
  addDelete(api, web);
}

function addList(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/webhooks",
    operationId: "listWebhooks",
    summary: "List webhooks",
    tags: TAGS,
    scope: "webhooks:read",
    responses: { 200: answer(WebhookList, "All webhooks of the workspace.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const endpoints = await listWebhookEndpoints(web.ctx, { workspaceId });
    return c.json({ webhooks: endpoints.map(toWebhookJson) }, 200);
  });
}

function addRead(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "get",
    path: "/webhooks/{id}",
    operationId: "getWebhook",
    summary: "Read a webhook",
    tags: TAGS,
    scope: "webhooks:read",
    request: { params: IdParam },
    responses: { 200: answer(Webhook, "The webhook.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const endpointId = c.req.valid("param").id;
    return c.json(toWebhookJson(await getWebhookEndpoint(web.ctx, { workspaceId, endpointId })), 200);
  });
}

function addCreate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "post",
    path: "/webhooks",
    operationId: "createWebhook",
    summary: "Make a webhook",
    description:
      "Events are posted to it as JSON, signed as Standard Webhooks says, and tried again for about a day.",
    tags: TAGS,
    scope: "webhooks:write",
    request: { body: { content: json(NewWebhook), required: true } },
    responses: { 201: answer(MadeWebhook, "The webhook with its secret.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const made = await createWebhookEndpoint(web.ctx, { workspaceId, ...c.req.valid("json") });
    c.header("Location", `/api/v1/webhooks/${made.endpoint.id}`);
    return c.json({ ...toWebhookJson(made.endpoint), secret: made.secret }, 201);
  });
}

function addUpdate(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "patch",
    path: "/webhooks/{id}",
    operationId: "updateWebhook",
    summary: "Change a webhook",
    description: "What is left out stays. Switched on again, it starts with a clean record.",
    tags: TAGS,
    scope: "webhooks:write",
    request: { params: IdParam, body: { content: json(WebhookChanges), required: true } },
    responses: { 200: answer(Webhook, "The webhook as it is now.") },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    const { enabled: isEnabled, ...rest } = c.req.valid("json");
    const which = { workspaceId, endpointId: c.req.valid("param").id };
    const changes = { ...rest, ...(isEnabled === undefined ? {} : { isEnabled }) };
    return c.json(toWebhookJson(await updateWebhookEndpoint(web.ctx, { ...which, changes })), 200);
  });
}

function addDelete(api: Api, web: Web): void {
  const route = apiRoute(web, {
    method: "delete",
    path: "/webhooks/{id}",
    operationId: "deleteWebhook",
    summary: "Delete a webhook",
    description: "Its log goes with it, and what was still to be sent is not.",
    tags: TAGS,
    scope: "webhooks:write",
    request: { params: IdParam },
    responses: { 204: { description: "It is gone." } },
  });
  api.openapi(route, async (c) => {
    const { workspaceId } = c.get("apiKey");
    await deleteWebhookEndpoint(web.ctx, { workspaceId, endpointId: c.req.valid("param").id });
    return c.body(null, 204);
  });
}
