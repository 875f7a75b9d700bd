import { announceSignOut, getFile, readFixLog } from "@firstline/core";
import { Hono } from "hono";
import type { Context, Next } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import type { Web } from "../context.ts";
import { isOwnRequest } from "../http/own-request.ts";
import { addressOf } from "../http/address.ts";
import { readForm } from "../http/body.ts";
import { StatusError } from "../http/errors.ts";
import { eventStream } from "../http/event-stream.ts";
import type { Send } from "../http/event-stream.ts";
import { rowIdOf } from "../http/row-id.ts";
import { sendFile } from "../http/send-file.ts";
import type { Topic } from "../live.ts";
import type { Html } from "../pages/layout.ts";
import { applyForm } from "./actions.ts";
import { feedbackRoutes } from "./feedback/routes.ts";
import { fixPage } from "./fix-page.ts";
import { TicketForm, TicketsQuery } from "./forms.ts";
import { closedDoor, consoleFrame, doorFromElsewhere, openDoor } from "./frame.ts";
import { loadTicket } from "./load-ticket.ts";
import { personRoutes } from "./person-routes.ts";
import { renderOverview } from "./overview.ts";
import {
  agentName,
  getAgent,
  isConsoleToken,
  isSignedIn,
  keepAgentName,
  signIn,
  signOut,
  toAgentName,
} from "./session.ts";
import { liveParts } from "./ticket-parts.ts";
import { ticketPage } from "./ticket-page.ts";
import { ticketFilters, ticketsPage } from "./tickets-page.ts";
import { unansweredPage } from "./unanswered.ts";

/** Where agents read and answer every ticket of the workspace, with a browser and the console's token. */
export function consoleRoutes(web: Web): Hono {
  const app = new Hono();
  app.use((c, next) => guard(c, web, next));
  app.get("/", (c) => showOverview(c, web));
  app.get("/events", (c) => streamOverview(c, web));
  app.get("/searches", async (c) => c.html(await unansweredPage(web, agentName(c))));
  app.route("/tickets", ticketRoutes(web));
  app.get("/fixes/:id", async (c) => {
    const log = await readFixLog(web.ctx, {
      workspaceId: web.workspace.id,
      attemptId: rowIdOf(c, "The attempt"),
    });
    return c.html(fixPage(web, log, agentName(c)));
  });
  app.route("/people", personRoutes(web));
  app.route("/", feedbackRoutes(web));
  app.post("/name", async (c) => {
    const { name } = await readForm(
      c,
      z.object({ name: z.string().transform(toAgentName).pipe(z.string().min(1, "is empty")) }),
    );
    keepAgentName(c, web, name);
    return c.redirect("/console", 303);
  });
  app.post("/leave", async (c) => {
    signOut(c, web);
    await endStreams(web);
    return c.redirect("/console", 303);
  });
  // Addresses are typed with a slash at their end, too.
  app.get("*", async (c, next) =>
    c.req.path.endsWith("/") ? c.redirect(c.req.path.slice(0, -1), 301) : next(),
  );
  return app;
}

function ticketRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/", async (c) => c.html(await ticketsPage(web, TicketsQuery.parse(c.req.query()), agentName(c))));
  app.get("/:id", async (c) => {
    const view = await loadTicket(web, ticketIdOf(c));
    return c.html(ticketPage(web, { view, agent: agentName(c) }));
  });
  app.get("/:id/events", (c) => streamTicket(c, web));
  app.post("/:id", async (c) => {
    const ticketId = ticketIdOf(c);
    const form = await readForm(c, TicketForm);
    await applyForm(web, { ticketId, by: await getAgent(c, web), form });
    return c.redirect(`/console/tickets/${ticketId}`, 303);
  });
  app.get("/:id/files/:fileId", async (c) => {
    const fileId = c.req.param("fileId");
    return sendFile(
      c,
      await getFile(web.ctx, { workspaceId: web.workspace.id, ticketId: ticketIdOf(c), fileId }),
    );
  });
  return app;
}

/** Lets agents in: by the token once, then by its cookie; forms only from our own pages. */
async function guard(c: Context, web: Web, next: Next): Promise<Response | void> {
  c.header("Cache-Control", "no-store");
  const token = c.req.query("token");
  if (token !== undefined) {
    web.limits.take("login", addressOf(c));
    if (isConsoleToken(web, token)) {
      signIn(c, web);
      return c.html(openDoor(web));
    }
  }
  if (token !== undefined || !isSignedIn(c, web)) {
    web.limits.take("read", addressOf(c));
    if (token === undefined && isLinkElsewhere(c)) return c.html(doorFromElsewhere(web, c.req.path));
    return c.html(closedDoor(web), 401);
  }
  web.limits.take("work", addressOf(c));
  if (c.req.method !== "GET" && c.req.method !== "HEAD" && !isOwnRequest(c, web)) {
    throw new StatusError(403, "forbidden", "This form did not come from the console.");
  }
  await next();
}

/** Whether a link on another site was followed, such as the one in an issue on GitHub. */
function isLinkElsewhere(c: Context): boolean {
  const site = c.req.header("sec-fetch-site");
  const isOther = site === "cross-site" || site === "same-site";
  return isOther && c.req.method === "GET" && c.req.header("sec-fetch-dest") === "document";
}

const ticketIdOf = (c: Context): number => rowIdOf(c, "The ticket");

async function showOverview(c: Context, web: Web): Promise<Response> {
  const body = html`<h1 class="sr-only">Tickets</h1>
    ${ticketFilters({ q: "" })}
    <div data-live="/console/events">
      <div id="overview">${await renderOverview(web)}</div>
    </div>`;
  return c.html(consoleFrame(web, { title: "Tickets", agent: agentName(c), body }));
}

/** Also in other processes; nobody stays signed in because the database does not answer. */
async function endStreams({ ctx, live, workspace }: Web): Promise<void> {
  live.signOut(workspace.id);
  try {
    await announceSignOut(ctx, { workspaceId: workspace.id });
  } catch (error) {
    ctx.log.warn({ error }, "other processes have not heard of a sign-out");
  }
}

const consoleStream = (c: Context, web: Web, topic: Topic, update: (send: Send) => Promise<void>): Response =>
  eventStream(c, web, topic, update, web.live.signedOut(web.workspace.id));

function streamOverview(c: Context, web: Web): Response {
  const topic = { workspaceId: web.workspace.id, ticketId: null };
  const sendChanged = changedParts();
  return consoleStream(c, web, topic, async (send) =>
    sendChanged({ overview: await renderOverview(web) }, send),
  );
}

async function streamTicket(c: Context, web: Web): Promise<Response> {
  const ticketId = ticketIdOf(c);
  const agent = agentName(c);
  // Read once before the stream starts, so that an unknown ticket is a 404.
  await loadTicket(web, ticketId);
  const sendChanged = changedParts();
  return consoleStream(c, web, { workspaceId: web.workspace.id, ticketId }, async (send) => {
    const view = await loadTicket(web, ticketId);
    await sendChanged(liveParts(web, view, agent), send);
  });
}

/** Sends the parts of a page whose HTML is not what was sent before. */
function changedParts(): (parts: Record<string, Html>, send: Send) => Promise<void> {
  const sent = new Map<string, string>();
  return async (parts, send) => {
    const changed: Record<string, string> = {};
    for (const [id, part] of Object.entries(parts)) {
      const text = String(await part);
      if (sent.get(id) === text) continue;
      sent.set(id, text);
      changed[id] = text;
    }
    if (Object.keys(changed).length > 0) await send({ event: "parts", data: JSON.stringify(changed) });
  };
}
