import { createArticle, createCategory, createPost, saveCompany, savePerson } from "@firstline/core";
import type { Db } from "@firstline/db";
import { sql } from "drizzle-orm";
import type { TestWeb } from "../web/support.ts";
import { aProgram, idOf } from "./support.ts";

/** Ids of things by the first part of their address. */
export type Things = {
  tickets: number;
  articles: number;
  categories: number;
  feedback: number;
  people: number;
  companies: number;
  webhooks: number;
};

/** One of each kind of thing. */
export async function aThingOfEachKind(of: TestWeb): Promise<Things> {
  const workspaceId = of.workspace.id;
  const program = await aProgram(of);
  const article = await createArticle(of.ctx, { workspaceId, title: "Theirs", content: "Secret words" });
  const category = await createCategory(of.ctx, { workspaceId, name: "Theirs" });
  const { person } = await savePerson(of.ctx, { workspaceId, externalId: "x", name: "Eve" });
  const { company } = await saveCompany(of.ctx, { workspaceId, externalId: "x", name: "Their company" });
  const author = { personId: person.id };
  const { post } = await createPost(of.ctx, {
    workspaceId,
    title: "Their wish",
    description: "",
    author,
    place: null,
  });
  const ticket = await program.post("/tickets", { question: "Their question?" });
  const endpoint = await program.post("/webhooks", { url: "https://example.com/hook", events: [] });
  return {
    tickets: idOf(ticket.body),
    articles: article.id,
    categories: category.id,
    feedback: post.id,
    people: person.id,
    companies: company.id,
    webhooks: idOf(endpoint.body),
  };
}

/** Everything that a workspace holds, as a text. */
export async function contentsOf(db: Db, workspaceId: number): Promise<string> {
  const tables = [
    "tickets",
    "ticket_messages",
    "articles",
    "categories",
    "feedback_posts",
    "votes",
    "people",
    "companies",
    "webhook_endpoints",
  ];
  const parts = await Promise.all(
    tables.map((table) =>
      db.execute(
        sql`select md5(coalesce(string_agg(t::text, '|' order by t.id), '')) as hash from ${sql.identifier(table)} t where t.workspace_id = ${workspaceId}`,
      ),
    ),
  );
  return JSON.stringify(parts.map((rows) => [...rows]));
}
