import { Hono } from "hono";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import type { Web } from "../context.ts";
import { addressOf } from "../http/address.ts";
import { StatusError } from "../http/errors.ts";
import { createApi } from "./api.ts";
import type { Api } from "./api.ts";
import { authenticate } from "./authenticate.ts";
import { docsPage } from "./docs/page.ts";
import { describeApi, registerKeys } from "./document.ts";
import { articleRoutes } from "./articles/routes.ts";
import { categoryRoutes } from "./categories/routes.ts";
import { companyImportRoute } from "./companies/import-route.ts";
import { companyRoutes } from "./companies/routes.ts";
import { postChangeRoutes } from "./feedback/change-routes.ts";
import { feedbackRoutes } from "./feedback/routes.ts";
import { registerRefusals } from "./refusals.ts";
import { peopleRoutes } from "./people/routes.ts";
import type { ApiRoute } from "./route.ts";
import { searchRoutes } from "./search/routes.ts";
import { ticketRoutes } from "./tickets/routes.ts";
import { ticketStepRoutes } from "./tickets/step-routes.ts";
import { deliveryRoutes } from "./webhooks/delivery-routes.ts";
import { webhookRoutes } from "./webhooks/routes.ts";

/** In the order of the document. */
const ROUTES: readonly ApiRoute[] = [
  ...ticketRoutes,
  ...ticketStepRoutes,
  ...articleRoutes,
  ...categoryRoutes,
  ...searchRoutes,
  ...feedbackRoutes,
  ...postChangeRoutes,
  ...peopleRoutes,
  ...companyRoutes,
  companyImportRoute,
  ...webhookRoutes,
  ...deliveryRoutes,
];

/** The API for programs, and the document that describes it. */
export function apiRoutes(web: Web): Hono {
  const app = new Hono();
  const api = createApi();
  registerKeys(api);
  registerRefusals(api);
  api.use(async (c, next) => {
    c.header("Cache-Control", c.req.method === "GET" ? "private, no-cache" : "no-store");
    await next();
  });
  api.use(authenticate(web));
  api.use(etag({ retainedHeaders: [...RETAINED_304_HEADERS, "ratelimit", "ratelimit-policy"] }));
  for (const route of ROUTES) route.addTo(api, web);
  refuseOtherMethods(api);
  const described = describeApi(api);
  const document = JSON.stringify(described);
  app.get("/docs", async (c) => {
    web.limits.take("read", addressOf(c));
    return c.html(await docsPage(web, described));
  });
  app.use("/openapi.json", etag());
  app.get("/openapi.json", (c) => {
    c.header("Cache-Control", "public, max-age=300");
    return c.body(document, 200, { "Content-Type": "application/json" });
  });
  app.route("/v1", api);
  return app;
}

/** A known address with a method that it does not have: 405 instead of 404. */
function refuseOtherMethods(api: Api): void {
  const methods = new Map<string, string[]>();
  for (const part of api.openAPIRegistry.definitions) {
    if (part.type !== "route") continue;
    const path = part.route.path.replaceAll(/\{(\w+)\}/gu, ":$1");
    methods.set(path, [...(methods.get(path) ?? []), part.route.method.toUpperCase()]);
  }
  // An address in full words before one with an id in that place, which would take it for its own.
  const inOrder = [...methods].sort(([a], [b]) => Number(a.includes(":")) - Number(b.includes(":")));
  for (const [path, allowed] of inOrder) {
    api.all(path, (c) => {
      c.header("Allow", allowed.join(", "));
      throw new StatusError(405, "method_not_allowed", `Here you can ${allowed.join(" or ")}.`);
    });
  }
}
