import { askKnowledge, importArticles, searchKnowledge } from "@firstline/core";
import type { Ctx, ReadItem } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { anArticle, aWorkspace } from "../support/factories.ts";
import { offlineModels, testCtx } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
const ctx: Ctx = { ...testCtx(database.db), ...offlineModels() };
let workspaceId = 0;

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
});

const tokens = anArticle({
  title: "Rotate API tokens",
  content: "Open Settings, choose Tokens and press Rotate. The old token works for another hour.",
});
const refused = anArticle({
  title: "The server refuses connections",
  content:
    "ECONNREFUSED means that nothing listens at the address. Start the server, or correct the port in the settings.",
});

const load = (...documents: ReadItem[]) => importArticles(ctx, { workspaceId, origin: "docs", documents });
const search = (query: string) => searchKnowledge(ctx, { workspaceId, query });
const ask = (question: string) => askKnowledge(ctx, { workspaceId, question });

const TRACE = `Traceback (most recent call last):
  File "/srv/app/main.py", line 42, in <module>
    client.connect(("127.0.0.1", 5432))
  File "/usr/lib/python3.12/socket.py", line 852, in create_connection
    raise exceptions[0]
ConnectionRefusedError: [Errno 111] ECONNREFUSED 127.0.0.1:5432
${"  at Object.<anonymous> (/srv/app/node_modules/net/index.js:10:5)\n".repeat(200)}`;

const HARD: [string, string][] = [
  ["an ordinary one", "How do I rotate a token?"],
  [
    "one of 40,000 characters",
    `How do I rotate a token? ${"I have tried everything and nothing helps. ".repeat(950)}`,
  ],
  ["40,000 characters without a space", "x".repeat(40_000)],
  ["40,000 different words", Array.from({ length: 8_000 }, (_, n) => `w${n}`).join(" ")],
  ["nothing but a stack trace", TRACE],
  ["one in no language", "asdf jkl; qwer 1234 %%% zxcv"],
  ["one in signs", "🤷‍♀️ ??? !!! ---"],
  ["one in another script", "如何轮换 API 令牌?"],
  ["one with half a character", "token \uD83D rotate"],
  ["one with null characters", "rotate\u0000token"],
  ["one that looks like SQL", "'; drop table articles; --"],
  ["one that looks like a pattern", "(((((a+)+)+)+)+)+$ [a-z"],
  ["a list of addresses", "https://a.test/x ".repeat(500)],
];

test.each(HARD)("an empty knowledge base has no answer to %s", async (_, question) => {
  expect(await search(question)).toEqual([]);
  const asked = await ask(question);

  expect(asked).toMatchObject({ happens: "escalate", sources: [] });
});

test.each(HARD)("a knowledge base of one article is none the worse for %s", async (_, question) => {
  await load(tokens);

  expect((await search(question)).length).toBeLessThanOrEqual(1);
  expect((await ask(question)).happens).not.toBe("resolve");
});

test("a stack trace finds the article about its error", async () => {
  await load(tokens, refused);

  expect((await search(TRACE))[0]?.slug).toBe("the-server-refuses-connections");
});

test("the question counts, not the complaint around it", async () => {
  await load(tokens, refused);
  const complaint = "This is urgent, we have been waiting since yesterday and nobody answers. ".repeat(20);

  expect((await search(`${complaint}How do I rotate my API tokens?`))[0]?.slug).toBe("rotate-api-tokens");
});

test("of two articles that say almost the same the one that the question names comes first, however old", async () => {
  await load(
    anArticle({ title: "What a plan costs", slug: "pro", content: "The Pro plan costs 20 USD a month." }),
    anArticle({ title: "What a plan costs", slug: "basic", content: "The Basic plan costs 10 USD a month." }),
  );
  await database.db
    .update(schema.articles)
    .set({ updatedAt: new Date("2025-01-01T00:00:00Z") })
    .where(and(eq(schema.articles.workspaceId, workspaceId), eq(schema.articles.slug, "pro")));

  expect((await search("How much is the Pro plan?")).map((hit) => hit.slug)).toEqual(["pro", "basic"]);
  expect((await search("How much is a plan?"))[0]?.slug).toBe("basic");
});

const ABOUT_UPLOADS = "What do I need to know about files, uploads and their limit?";

test.each([
  ["A file may be as large as 100 MB.", "A file may be as large as 250 MB.", "How large may a file be?"],
  ["A file may be as large as 100 MB.", "A file may be as large as 250 MB.", ABOUT_UPLOADS],
  ["Uploads are kept for ten days.", "Uploads are kept for ninety days.", ABOUT_UPLOADS],
  ["Files of members are private by default.", "Files of members are public by default.", ABOUT_UPLOADS],
  ["Invoices for uploads are sent monthly.", "Invoices for uploads are sent yearly.", ABOUT_UPLOADS],
  ["The limit can be raised by an owner.", "The limit can be raised by support.", ABOUT_UPLOADS],
])(
  "of two articles that contradict each other the newer one comes first, and both are found: %s %s %s",
  async (one, other, question) => {
    const article = (slug: string, content: string) => anArticle({ title: "Upload limit", slug, content });
    await load(article("a", one), article("b", other));
    const age = (slug: string, updatedAt: Date) =>
      database.db
        .update(schema.articles)
        .set({ updatedAt })
        .where(and(eq(schema.articles.workspaceId, workspaceId), eq(schema.articles.slug, slug)));

    await age("a", new Date("2025-01-01T00:00:00Z"));
    const second = await search(question);
    await age("a", new Date("2027-01-01T00:00:00Z"));
    const first = await search(question);

    expect(second.map((hit) => hit.slug)).toEqual(["b", "a"]);
    expect(first.map((hit) => hit.slug)).toEqual(["a", "b"]);
  },
);

test.each([
  ["without words", "---\n\n***\n"],
  ["of one enormous word", "a".repeat(900_000)],
  ["of headings alone", Array.from({ length: 500 }, (_, n) => `## Part ${n}`).join("\n\n")],
  ["of one enormous table", `| a | b |\n| --- | --- |\n${"| 1 | 2 |\n".repeat(20_000)}`],
  ["nested too deep", `${"> ".repeat(2_000)}deep`],
  ["in a mixture of scripts", "Пароль 密码 パスワード كلمة Passwort"],
])("an article %s does no harm to the others", async (_, content) => {
  const report = await load(tokens, anArticle({ title: "Strange", content }));

  expect(report.added).toBe(2);
  expect((await search("How do I rotate a token?"))[0]?.slug).toBe("rotate-api-tokens");
});
