import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { consoleRoutes } from "./console/routes.ts";
import { siteRoutes } from "../site/index.ts";
import type { Web } from "./context.ts";
import { addressOf } from "./http/address.ts";
import { assetRoutes } from "./http/assets.ts";
import { allowListedOrigins } from "./http/cors.ts";
import { problem, sendProblem, toProblem } from "./http/errors.ts";
import { securityHeaders } from "./http/headers.ts";
import { articleByIdRoutes } from "./routes/article-by-id.ts";
import { mcpRoutes } from "./mcp/routes.ts";
import { articleVoteRoutes } from "./routes/article-votes.ts";
import { askRoutes } from "./routes/ask.ts";
import { feedbackVoteRoutes } from "./routes/feedback-votes.ts";
import { githubWebhookRoutes } from "./routes/github-webhook.ts";
import { healthRoutes } from "./routes/health.ts";
import { noticeRoutes } from "./routes/notices.ts";
import { panelFileRoutes } from "./routes/panel-files.ts";
import { panelPageRoutes } from "./routes/panel-pages.ts";
import { panelScriptRoutes } from "./routes/panel-script.ts";
import { panelRoutes } from "./routes/panel.ts";
import { searchRoutes } from "./routes/search.ts";
import { sessionRoutes } from "./routes/session.ts";
import { stripeWebhookRoutes } from "./routes/stripe-webhook.ts";
import { apiRoutes } from "./v1/routes.ts";

const MAX_BODY_BYTES = 256 * 1024;

/** What the help panel calls from the sites that embed it. */
const OPEN_TO_SITES = ["/api/panel/*", "/api/search", "/api/search/*", "/api/ask"];

/** The whole of Firstline's web side as one fetch handler. */
export function createApp(web: Web): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  for (const path of OPEN_TO_SITES) app.use(path, allowListedOrigins(web));
  app.route("/api/panel/files", panelFileRoutes(web));
  // Before the limit: deliveries are larger, and the route has a limit of its own.
  app.route("/webhooks/github", githubWebhookRoutes(web));
  app.route("/webhooks/stripe", stripeWebhookRoutes(web));
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => {
        // What is left of the body is not read; the connection cannot carry another request.
        c.header("Connection", "close");
        return sendProblem(c, web, problem(413, "too_large", "The request is larger than 256 KB."));
      },
    }),
  );
  assetRoutes(app, web.assets);
  app.route("/", healthRoutes(web));
  app.route("/", panelScriptRoutes());
  app.route("/", panelPageRoutes(web));
  app.route("/api/panel", panelRoutes(web));
  app.route("/api/search", searchRoutes(web));
  app.route("/api/ask", askRoutes(web));
  app.route("/api/articles", articleVoteRoutes(web));
  app.route("/api/session", sessionRoutes(web));
  app.route("/api/feedback", feedbackVoteRoutes(web));
  app.route("/api/notices", noticeRoutes(web));
  app.route("/api", apiRoutes(web));
  app.route("/mcp", mcpRoutes(web));
  app.route("/console", consoleRoutes(web));
  app.route("/articles/id", articleByIdRoutes(web));
  app.route("/", siteRoutes(web.site, { takeTurn: (c) => web.limits.take("read", addressOf(c)) }));
  app.notFound((c) => sendProblem(c, web, problem(404, "not_found", "There is nothing at this address.")));
  app.onError((error, c) => sendProblem(c, web, toProblem(web, error, c.req.path)));
  return app;
}
