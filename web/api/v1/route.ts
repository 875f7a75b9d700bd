import type { ApiScope } from "@firstline/core";
import { createRoute, z } from "@hono/zod-openapi";
import type { RouteConfig } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import type { Web } from "../context.ts";
import type { RateName } from "../http/limits.ts";
import type { ApiEnv } from "./api.ts";
import { requireScope } from "./authenticate.ts";
import { doOnce } from "./idempotency.ts";
import { limitRate } from "./rate.ts";
import { refusalRef } from "./refusals.ts";

type Definition = Omit<RouteConfig, "path" | "security" | "middleware" | "operationId"> & {
  path: string;
  operationId: string;
  /** What a key needs. */
  scope: ApiScope;
  rate?: RateName;
};

/** Every answer that is not a success is a problem of RFC 9457. */
function refusals(method: string): RouteConfig["responses"] {
  const writes = method !== "get";
  const statuses = writes ? [400, 401, 403, 404, 409, 413, 415, 429] : [400, 401, 403, 404, 429];
  const all = method === "post" ? [...statuses, 422] : method === "patch" ? [...statuses, 412] : statuses;
  return Object.fromEntries(all.map((status) => [status, { $ref: refusalRef(status) }]));
}

const IdempotencyHeaders = z.object({
  "idempotency-key": z.string().optional().openapi({
    description: "A fresh random text: the request is done once, however often it is sent.",
    example: "9f1c6b1e-6a0f-4f0e-9c67-6a3a4c1f7d3e",
  }),
});

/** A route of the API: key, scope, rate, idempotency and the documented problems are the same everywhere. */
export function apiRoute<const Route extends Definition>(web: Web, route: Route) {
  const { scope, rate = "api", request, responses, ...rest } = route;
  const isPost = route.method === "post";
  const made = createRoute({
    ...rest,
    security: [{ apiKey: [scope] }],
    middleware: [needs(scope), limitRate(web, rate), ...(isPost ? [doOnce(web)] : [])],
    request: isPost ? { headers: IdempotencyHeaders, ...request } : request,
    responses: { ...responses, ...refusals(route.method) },
  });
  // What is added is the same for all routes; handlers are typed by what each route says itself.
  return made as unknown as ReturnType<typeof createRoute<Route["path"], Route>>;
}

function needs(scope: ApiScope) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    requireScope(c.get("apiKey"), scope);
    await next();
  });
}
