import {
  makePostOfTicket,
  publishChangelogEntry,
  saveChangelogEntry,
  withdrawChangelogEntry,
} from "@firstline/core";
import { Hono } from "hono";
import type { Context } from "hono";
import type { Web } from "../../context.ts";
import { readForm } from "../../http/body.ts";
import { rowIdOf } from "../../http/row-id.ts";
import { agentName, getAgent } from "../session.ts";
import { applyPostForm } from "./apply-form.ts";
import { changelogPage, entryPage } from "./changelog-pages.ts";
import { ChangelogQuery, EntryForm, ListQuery, PostForm } from "./forms.ts";
import { postListPage } from "./list-page.ts";
import { postPage } from "./post-page.ts";

/** Pages of the console for posts and the changelog; who may come here is decided where they are mounted. */
export function feedbackRoutes(web: Web): Hono {
  const app = new Hono();
  app.get("/feedback", async (c) =>
    c.html(await postListPage(web, ListQuery.parse(withoutEmpty(c.req.query())), agentName(c))),
  );
  app.get("/feedback/:id", async (c) => {
    const mergeQuery = (c.req.query("merge") ?? "").replaceAll("\0", " ").trim().slice(0, 500);
    return c.html(await postPage(web, { postId: rowIdOf(c, "The post"), mergeQuery, agent: agentName(c) }));
  });
  app.post("/feedback/:id", async (c) => {
    const postId = rowIdOf(c, "The post");
    const form = await readForm(c, PostForm);
    const { id: personId } = await getAgent(c, web);
    await applyPostForm(web, { postId, by: { personId }, form });
    return c.redirect(`/console/feedback/${postId}`, 303);
  });
  app.post("/tickets/:id/feature", async (c) => {
    const { id: personId } = await getAgent(c, web);
    const input = { workspaceId: web.workspace.id, ticketId: rowIdOf(c, "The ticket"), by: { personId } };
    return c.redirect(`/console/feedback/${await makePost(web, input)}`, 303);
  });
  app.get("/changelog", async (c) =>
    c.html(await changelogPage(web, ChangelogQuery.parse(c.req.query()), agentName(c))),
  );
  app.get("/changelog/:id", async (c) =>
    c.html(await entryPage(web, { entryId: entryIdOf(c), agent: agentName(c), unsaved: null })),
  );
  app.post("/changelog/:id", (c) => saveEntry(c, web));
  return app;
}

/** Agents see at the new post which others ask for the same, and merge it there. */
async function makePost(
  web: Web,
  input: { workspaceId: number; ticketId: number; by: { personId: number } },
): Promise<number> {
  const made = await makePostOfTicket(web.ctx, { ...input, isNew: true });
  if (made.outcome === "similar") throw new Error("a post was to be made whatever others ask for");
  return made.post.id;
}

async function saveEntry(c: Context, web: Web): Promise<Response> {
  const entryId = entryIdOf(c);
  const { do: what, title, body } = await readForm(c, EntryForm);
  await getAgent(c, web);
  if (what === "preview")
    return c.html(await entryPage(web, { entryId, agent: agentName(c), unsaved: { title, body } }));
  const workspaceId = web.workspace.id;
  const entry = await saveChangelogEntry(web.ctx, { workspaceId, entryId, title, body });
  const key = { workspaceId, entryId: entry.id };
  if (what === "publish") await publishChangelogEntry(web.ctx, key);
  if (what === "withdraw") await withdrawChangelogEntry(web.ctx, key);
  return c.redirect(`/console/changelog/${entry.id}`, 303);
}

/** "new" is the address of an entry that is not there yet. */
const entryIdOf = (c: Context): number | null =>
  c.req.param("id") === "new" ? null : rowIdOf(c, "The changelog entry");

/** A filter that was left at "Any" comes as an empty text. */
const withoutEmpty = (query: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ""));
