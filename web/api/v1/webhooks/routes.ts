import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
} from "@firstline/core";
import { defineRoute } from "../route.ts";
import type { ApiRoute } from "../route.ts";
import { answer, IdParam, jsonBody } from "../schemas.ts";
import { MadeWebhook, NewWebhook, toWebhookJson, Webhook, WebhookChanges, WebhookList } from "./schemas.ts";

/** Where other programs want to hear of events. */
export const webhookRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/webhooks",
    operationId: "listWebhooks",
    summary: "List webhooks",
    tag: "Webhooks",
    scope: "webhooks:read",
    responses: { 200: answer(WebhookList, "All webhooks of the workspace.") },
    async run({ web, workspaceId }) {
      const endpoints = await listWebhookEndpoints(web.ctx, { workspaceId });
      return { webhooks: endpoints.map(toWebhookJson) };
    },
  }),
  defineRoute({
    method: "get",
    path: "/webhooks/{id}",
    operationId: "getWebhook",
    summary: "Read a webhook",
    tag: "Webhooks",
    scope: "webhooks:read",
    request: { params: IdParam },
    responses: { 200: answer(Webhook, "The webhook.") },
    async run({ web, workspaceId, params }) {
      return toWebhookJson(await getWebhookEndpoint(web.ctx, { workspaceId, endpointId: params.id }));
    },
  }),
  defineRoute({
    method: "post",
    path: "/webhooks",
    operationId: "createWebhook",
    summary: "Make a webhook",
    description:
      "Events are posted to it as JSON, signed as Standard Webhooks says, and tried again for about a day.",
    tag: "Webhooks",
    scope: "webhooks:write",
    request: { body: jsonBody(NewWebhook) },
    responses: { 201: answer(MadeWebhook, "The webhook with its secret.") },
    async run({ web, workspaceId, body, made }) {
      const { endpoint, secret } = await createWebhookEndpoint(web.ctx, { workspaceId, ...body });
      made(endpoint.id);
      return { ...toWebhookJson(endpoint), secret };
    },
  }),
  defineRoute({
    method: "patch",
    path: "/webhooks/{id}",
    operationId: "updateWebhook",
    summary: "Change a webhook",
    description: "What is left out stays. Switched on again, it starts with a clean record.",
    tag: "Webhooks",
    scope: "webhooks:write",
    request: { params: IdParam, body: jsonBody(WebhookChanges) },
    responses: { 200: answer(Webhook, "The webhook as it is now.") },
    async run({ web, workspaceId, params, body }) {
      const { enabled: isEnabled, ...rest } = body;
      const which = { workspaceId, endpointId: params.id };
      const changes = { ...rest, isEnabled };
      return toWebhookJson(await updateWebhookEndpoint(web.ctx, { ...which, changes }));
    },
  }),
  defineRoute({
    method: "delete",
    path: "/webhooks/{id}",
    operationId: "deleteWebhook",
    summary: "Delete a webhook",
    description: "Its log goes with it, and what was still to be sent is not.",
    tag: "Webhooks",
    scope: "webhooks:write",
    request: { params: IdParam },
    responses: { 204: { description: "It is gone." } },
    async run({ c, web, workspaceId, params }) {
      await deleteWebhookEndpoint(web.ctx, { workspaceId, endpointId: params.id });
      return c.body(null, 204);
    },
  }),
];
