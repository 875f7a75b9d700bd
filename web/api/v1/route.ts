import type { ApiScope } from "@firstline/core";
import { createRoute, z } from "@hono/zod-openapi";
import type { RouteConfig } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import type { Web } from "../context.ts";
import type { RateName } from "../http/limits.ts";
import type { Api, ApiContext, ApiEnv, Caller } from "./api.ts";
import { requireScope } from "./authenticate.ts";
import type { Tag } from "./document.ts";
import { doOnce } from "./idempotency.ts";
import { limitRate } from "./rate.ts";
import { refusalRef } from "./refusals.ts";

type Content = Record<string, { schema: z.ZodType }>;
type RequestSchemas = {
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: { content: Content; required: boolean };
};
type Success = 200 | 201 | 202 | 204;
type Responses = Partial<Record<Success, { description: string; content?: Content }>>;

type Definition<Asked extends RequestSchemas, Answers extends Responses> = {
  method: "get" | "post" | "patch" | "delete";
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  tag: Tag;
  /** What a key needs. */
  scope: ApiScope;
  rate?: RateName;
  request?: Asked;
  /** How it succeeds: with the lowest of these statuses unless `run` calls `made`. Refusals are the same for all routes. */
  responses: Answers;
  /** Returns what is answered as JSON, or a whole response. */
  run: (call: Call<Asked>) => Promise<Shown<Answers> | Response>;
};

/** Who calls a route, and what was asked for, checked by the route's schemas. */
type Call<Asked extends RequestSchemas> = Caller & {
  workspaceId: number;
  /** The same for a repeated request; null when it named no idempotency key. */
  requestKey: string | null;
  params: Output<Asked["params"]>;
  query: Output<Asked["query"]>;
  headers: Output<Asked["headers"]>;
  body: Output<JsonSchema<Asked["body"]>>;
  c: ApiContext;
  /** Answers 201 with the address of what was made. */
  made: (id: number) => void;
};

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type JsonSchema<Part> = Part extends { content: { "application/json": { schema: infer Schema } } }
  ? Schema
  : undefined;
type Shown<Answers extends Responses> = {
  [Status in keyof Answers]: JsonSchema<Answers[Status]> extends infer Schema extends z.ZodType
    ? z.input<Schema>
    : never;
}[keyof Answers];

/** A route that can be added to an API. */
export type ApiRoute = { addTo(api: Api, web: Web): void };

/** A route of the API: key, scope, rate, idempotency and the documented problems are the same everywhere. */
export function defineRoute<Asked extends RequestSchemas, Answers extends Responses>(
  definition: Definition<Asked, Answers>,
): ApiRoute {
  const { path, responses, run } = definition;
  return {
    addTo(api, web) {
      api.openapi(describe(web, definition), async (c: ApiContext) => {
        let status = lowest(responses);
        const key = c.get("apiKey");
        const shown = await run({
          c,
          web,
          key,
          workspaceId: key.workspaceId,
          requestKey: c.get("requestKey"),
          ...checkedParts<Asked>(c),
          made(id) {
            status = 201;
            c.header("Location", `/api/v1${path}/${id}`);
          },
        });
        return shown instanceof Response ? shown : c.json(shown, status);
      });
    },
  };
}

function describe(web: Web, definition: Omit<Definition<RequestSchemas, Responses>, "run">) {
  const { method, path, operationId, summary, description, tag, scope, rate = "api" } = definition;
  const isPost = method === "post";
  return createRoute({
    method,
    path,
    operationId,
    summary,
    description,
    tags: [tag],
    security: [{ apiKey: [scope] }],
    middleware: [needs(scope), limitRate(web, rate), ...(isPost ? [doOnce(web)] : [])],
    request: isPost ? { headers: IdempotencyHeaders, ...definition.request } : definition.request,
    responses: { ...definition.responses, ...refusals(method) },
  });
}

const IdempotencyHeaders = z.object({
  "idempotency-key": z.string().optional().openapi({
    description: "A fresh random text: the request is done once, however often it is sent.",
    example: "9f1c6b1e-6a0f-4f0e-9c67-6a3a4c1f7d3e",
  }),
});

/** Every answer that is not a success is a problem of RFC 9457. */
function refusals(method: string): RouteConfig["responses"] {
  const writes = method !== "get";
  const statuses = writes ? [400, 401, 403, 404, 409, 413, 415, 429] : [400, 401, 403, 404, 429];
  const all = method === "post" ? [...statuses, 422] : method === "patch" ? [...statuses, 412] : statuses;
  return Object.fromEntries(all.map((status) => [status, { $ref: refusalRef(status) }]));
}

function needs(scope: ApiScope) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    requireScope(c.get("apiKey"), scope);
    await next();
  });
}

const lowest = (responses: Responses): 200 | 201 | 202 =>
  ([200, 201, 202] as const).find((status) => status in responses) ?? 200;

type Parts<Asked extends RequestSchemas> = Pick<Call<Asked>, "params" | "query" | "headers" | "body">;

/** The route's own schemas have checked the parts; what it has no schema for is undefined. */
function checkedParts<Asked extends RequestSchemas>(c: ApiContext): Parts<Asked> {
  const request: { valid(part: string): unknown } = c.req;
  const parts = {
    params: request.valid("param"),
    query: request.valid("query"),
    headers: request.valid("header"),
    body: request.valid("json"),
  };
  return parts as Parts<Asked>;
}
