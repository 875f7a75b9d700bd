import { createHash } from "node:crypto";
import { ensureWorkspace } from "@firstline/core";
import type { Ctx } from "@firstline/core";
import { schema } from "@firstline/db";
import { madeUpArticle } from "./made-up.ts";

const CATEGORIES = 60;
const BATCH = 100;

/** As an article of a help center is: 400 words, with headings, code, a table and a callout. */
function wholeArticle(i: number): { title: string; slug: string; content: string } {
  const { title, slug, content } = madeUpArticle(i);
  const more = `

## By the command line

\`\`\`bash
acme login --service ${i}
acme settings list --limit ${i % 50} | sort
\`\`\`

| setting | default | meaning |
| --- | --- | --- |
| limit-${i} | ${i % 90} | how many are kept |
| owner | you | who may change it |

> [!NOTE]
> It takes a minute until every region knows of number ${i}.

## What can go wrong

${"When the service is busy the change waits in a line, and you see it among the pending ones. ".repeat(9)}

\`\`\`ts
const service = await acme.service(${i});
if (service.isBusy) throw new Error("try again later");
\`\`\`
`;
  return { title, slug, content: content + more };
}

/** Published articles in sixty categories, written as they are: importing them is another measurement. */
export async function writeArticles(ctx: Pick<Ctx, "db">, count: number): Promise<{ workspaceId: number }> {
  const { id: workspaceId } = await ensureWorkspace(ctx, { slug: "home", name: "Acme" });
  const categories = await ctx.db
    .insert(schema.categories)
    .values(
      Array.from({ length: CATEGORIES }, (_, i) => ({
        workspaceId,
        name: `Service group ${i}`,
        slug: `group-${i}`,
        displayOrder: i,
      })),
    )
    .returning({ id: schema.categories.id });
  for (let start = 0; start < count; start += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - start) }, (_, offset) => {
      const i = start + offset;
      const article = wholeArticle(i);
      return {
        ...article,
        workspaceId,
        status: "published" as const,
        categoryId: categories[i % CATEGORIES]?.id ?? null,
        contentHash: createHash("sha256").update(article.content).digest("hex"),
        publishedAt: new Date(1_700_000_000_000 + i * 60_000),
        updatedAt: new Date(1_700_000_000_000 + i * 60_000),
      };
    });
    await ctx.db.insert(schema.articles).values(rows);
  }
  return { workspaceId };
}
