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
import { addArticleRoutes } from "./articles/routes.ts";
import { addCategoryRoutes } from "./categories/routes.ts";
import { addCompanyImportRoute } from "./companies/import-route.ts";
import { addCompanyRoutes } from "./companies/routes.ts";
import { addPostChangeRoutes } from "./feedback/change-routes.ts";
import { addFeedbackRoutes } from "./feedback/routes.ts";
import { registerRefusals } from "./refusals.ts";
import { addPeopleRoutes } from "./people/routes.ts";
import { addAskRoute } from "./search/ask-route.ts";
import { addSearchRoute } from "./search/routes.ts";
import { addTicketRoutes } from "./tickets/routes.ts";
import { addTicketStepRoutes } from "./tickets/step-routes.ts";
import { addDeliveryRoutes } from "./webhooks/delivery-routes.ts";
import { addWebhookRoutes } from "./webhooks/routes.ts";

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
  addTicketRoutes(api, web);
  addTicketStepRoutes(api, web);
  addArticleRoutes(api, web);
  addCategoryRoutes(api, web);
  addSearchRoute(api, web);
  addAskRoute(api, web);
  addFeedbackRoutes(api, web);
  addPostChangeRoutes(api, web);
  addPeopleRoutes(api, web);
  addCompanyRoutes(api, web);
  addCompanyImportRoute(api, web);
  addWebhookRoutes(api, web);
  addDeliveryRoutes(api, web);
  refuseOtherMethods(api);
  const described = describeApi(api);
  const document = JSON.stringify(described);
  app.get("/docs", (c) => {
    web.limits.take("read", addressOf(c));
    return c.html(docsPage(web, described));
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
