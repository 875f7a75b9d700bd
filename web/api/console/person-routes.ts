import {
  erasePerson,
  exportPerson,
  getPersonRecord,
  listPersonRequests,
  updatePerson,
} from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import type { Web } from "../context.ts";
import { readForm } from "../http/body.ts";
import { rowIdOf } from "../http/row-id.ts";
import { PersonForm } from "./forms.ts";
import { personPage } from "./person-page.ts";
import { agentName, getAgent } from "./session.ts";

/** Who somebody is, and what is done when they ask for their data, or that it goes. */
export function personRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/:id", async (c) => {
    const key = keyOf(c, web);
    const person = await getPersonRecord(web.ctx, key);
    const requests = await listPersonRequests(web.ctx, key);
    return c.html(personPage(web, { person, requests, agent: agentName(c) }));
  });
  app.post("/:id", async (c) => {
    const key = keyOf(c, web);
    const { do: what } = await readForm(c, PersonForm);
    const by = { personId: (await getAgent(c, web)).id };
    switch (what) {
      case "opt_out":
      case "opt_in":
        await updatePerson(web.ctx, { ...key, changes: { optedOut: what === "opt_out" } });
        break;
      case "export":
        return saved(c, `person-${key.personId}.json`, await exportPerson(web.ctx, { ...key, by }));
      case "erase":
        await erasePerson(web.ctx, { ...key, by });
        break;
    }
    return c.redirect(`/console/people/${key.personId}`, 303);
  });
  return app;
}

const keyOf = (c: Context, web: Web): { workspaceId: number; personId: number } => ({
  workspaceId: web.workspace.id,
  personId: rowIdOf(c, "The person"),
});

/** For the browser to save, not to show. */
function saved(c: Context, name: string, value: object): Response {
  c.header("Content-Disposition", `attachment; filename="${name}"`);
  c.header("Content-Type", "application/json; charset=utf-8");
  return c.body(JSON.stringify(value, null, 2));
}
