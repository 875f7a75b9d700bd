import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { anArticle } from "../support/factories.ts";
import { aSite, siteForEachTest } from "./site-ground.ts";

const ground = await siteForEachTest();

const TOKENS = anArticle({ title: "Rotate tokens", content: "Press **Rotate**.", category: "Security" });
const KEYS = anArticle({ title: "Lost keys", content: "Ask an admin.", category: "Security" });
const INVOICES = anArticle({ title: "Invoices", content: "On the first.", category: "Billing" });

async function change(slug: string, values: Partial<typeof schema.articles.$inferInsert>): Promise<void> {
  const { articles } = schema;
  await ground.ctx.db
    .update(articles)
    .set(values)
    .where(and(eq(articles.workspaceId, ground.workspace.id), eq(articles.slug, slug)));
}

test("what is published is a file, with its Markdown beside it and its category around it", async () => {
  await ground.import([TOKENS, INVOICES]);

  await ground.publish();

  expect(await ground.read("articles/rotate-tokens.html")).toContain("<p>Press **Rotate**.</p>");
  expect(await ground.read("articles/rotate-tokens.md")).toBe("# Rotate tokens\n\nPress **Rotate**.\n");
  expect(await ground.read("categories/security.html")).toContain("/articles/rotate-tokens");
  expect(await ground.read("index.html")).toContain("/categories/billing");
  expect(await ground.read("sitemap.xml")).toContain(
    "<loc>https://help.acme.example/articles/invoices</loc>",
  );
  expect(await ground.read("llms.txt")).toContain(
    "- [Invoices](https://help.acme.example/articles/invoices.md): About Invoices",
  );
  expect(await ground.read("rss.xml")).toContain("<title>Rotate tokens</title>");
  expect(await ground.read("404.html")).not.toBeNull();
});

test("a second time nothing is made", async () => {
  await ground.import([TOKENS, KEYS, INVOICES]);
  await ground.publish();
  ground.rendered();

  await ground.publish();

  expect(ground.rendered()).toEqual([]);
});

test("a changed text makes its own page, and those that show something of it", async () => {
  await ground.import([TOKENS, KEYS, INVOICES]);
  await ground.publish();
  ground.rendered();

  await change("lost-keys", { content: "Ask your admin." });
  await ground.publish();

  expect(ground.rendered()).toEqual(["/articles/lost-keys"]);
  expect(await ground.read("articles/lost-keys.html")).toContain("Ask your admin.");
});

test("a changed title reaches neighbors, category and home, and leaves the rest alone", async () => {
  await ground.import([TOKENS, KEYS, INVOICES]);
  await ground.publish();
  ground.rendered();

  await change("lost-keys", { title: "A lost key" });
  await ground.publish();

  expect(ground.rendered()).toEqual([
    "/",
    "/articles/lost-keys",
    "/articles/rotate-tokens",
    "/categories/security",
  ]);
});

test("what is archived, withdrawn or made internal is gone with every trace", async () => {
  await ground.import([TOKENS, KEYS, INVOICES]);
  await ground.publish();

  await change("rotate-tokens", { status: "archived" });
  await change("lost-keys", { audience: "agents" });
  await ground.publish();

  const all = await Promise.all((await ground.files()).map((file) => ground.read(file)));
  expect(all.join("\n")).not.toMatch(/rotate-tokens|Rotate|lost-keys|Lost keys|security/iu);
  expect(await ground.read("articles/invoices.html")).not.toBeNull();
});

test("drafts, internal articles and those of neighbors never come out", async () => {
  const neighbor = await aSite(ground.ctx);
  await neighbor.import([anArticle({ title: "Neighbor secret", content: "N." })]);
  const draft = anArticle({ title: "Draft secret", content: "D.", status: "draft" });
  const internal = anArticle({ title: "Internal secret", content: "I.", audience: "agents" });
  await ground.import([TOKENS, draft, internal]);

  await ground.publish();

  const all = await Promise.all((await ground.files()).map((file) => ground.read(file)));
  expect(all.join("\n")).not.toMatch(/secret/iu);
  await neighbor.stop();
});
