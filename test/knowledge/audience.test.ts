import { askKnowledge, importArticles, listArticles, searchKnowledge } from "@firstline/core";
import { schema } from "@firstline/db";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { anArticle } from "../support/factories.ts";
import { offlineModels } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;
let workspaceId = 0;

beforeEach(async () => {
  desk = await aDesk(database.db);
  workspaceId = desk.workspace.id;
  await importArticles(desk.ctx, {
    workspaceId,
    origin: "more",
    documents: [
      anArticle({
        title: "Refund beyond thirty days",
        content:
          "A refund beyond thirty days needs a manager. Grant the refund in the back office under Exceptions.",
        audience: "agents",
      }),
      anArticle({
        title: "The new dashboard",
        content: "The new dashboard shows the zeppelin chart. Turn the zeppelin chart on in Labs.",
        isBeta: true,
      }),
    ],
  });
});

const REFUND = "How do I get a refund beyond thirty days?";
const BETA = "How do I turn on the zeppelin chart?";

async function titles(query: string, options: { includeBeta?: boolean; includeInternal?: boolean } = {}) {
  const hits = await searchKnowledge(desk.ctx, {
    workspaceId,
    query,
    helpCenterUrl: "https://help.test",
    ...options,
  });
  return hits.map((hit) => hit.title);
}

test("an internal article is found only where an agent asks, and has no page in the help center", async () => {
  expect(await titles(REFUND)).not.toContain("Refund beyond thirty days");
  expect(await titles(REFUND, { includeInternal: true })).toContain("Refund beyond thirty days");
  const [hit] = await searchKnowledge(desk.ctx, {
    workspaceId,
    query: REFUND,
    includeInternal: true,
    helpCenterUrl: "https://help.test",
  });
  expect(hit).toMatchObject({ audience: "agents", url: null });
  for (const list of ["published", "popular", "helpful", "beta"] as const) {
    expect(
      (await listArticles(desk.ctx, { workspaceId, list })).map(({ audience }) => audience),
    ).not.toContain("agents");
  }
});

test("an agent is answered from an internal article, a member is not", async () => {
  const ctx = { ...desk.ctx, ...offlineModels() };

  const member = await askKnowledge(ctx, { workspaceId, question: REFUND });
  const agent = await askKnowledge(ctx, { workspaceId, question: REFUND, isForAgents: true });

  expect(JSON.stringify(member)).not.toContain("back office");
  expect(agent.sources.map(({ title }) => title)).toContain("Refund beyond thirty days");
  expect(agent.answer).toContain("back office");
});

test("the card of an escalation names the internal article, the member hears nothing of it", async () => {
  desk.ctx.model.next({ needsPerson: "Only a person can grant a refund." });
  const { ticketId, ts } = await desk.ask({ text: REFUND });

  await desk.answer(ticketId);
  await desk.deliver();

  const card = desk.slack.posts.find(({ target }) => target.channelId === "C_AGENTS");
  const toMember = desk.slack.posts.filter(({ target }) => target.threadId === ts);
  expect(card?.reply.sources?.map(({ title }) => title)).toContain("Refund beyond thirty days (internal)");
  expect(toMember).toHaveLength(1);
  expect(JSON.stringify(toMember)).not.toMatch(/beyond thirty days \(|back office/);
  expect(JSON.stringify(desk.ctx.model.requests)).not.toContain("back office");
});

test("a beta article is found where it is asked for", async () => {
  expect(await titles(BETA)).not.toContain("The new dashboard");
  expect(await titles(BETA, { includeBeta: true })).toContain("The new dashboard");
});

test("a beta article answers in the channel of the testers and in no other", async () => {
  await database.db.insert(schema.channels).values({
    workspaceId,
    platform: "slack",
    externalId: "C_TESTERS",
    role: "support",
    settings: { includeBeta: true },
  });

  const tester = await desk.ask({ text: BETA, channelId: "C_TESTERS" });
  await desk.answer(tester.ticketId);
  const member = await desk.ask({ text: BETA });
  await desk.answer(member.ticketId);

  const seen = desk.ctx.model.requests.map(({ chunks }) => chunks.map(({ title }) => title));
  expect(seen[0]).toContain("The new dashboard");
  expect(seen[1]).not.toContain("The new dashboard");
});

test("an article that becomes internal is no longer found by members", async () => {
  expect(await titles("rotate the API token")).toContain("Rotate the API token");

  await importArticles(desk.ctx, {
    workspaceId,
    origin: "docs",
    documents: [
      anArticle({
        title: "Rotate the API token",
        content: "Open **Settings**, then **Tokens**, and choose **Rotate** to rotate the API token.",
        audience: "agents",
      }),
    ],
  });

  expect(await titles("rotate the API token")).not.toContain("Rotate the API token");
  const kept = await database.db
    .select({ audience: schema.articles.audience })
    .from(schema.articles)
    .where(
      and(eq(schema.articles.workspaceId, workspaceId), eq(schema.articles.slug, "rotate-the-api-token")),
    );
  expect(kept).toEqual([{ audience: "agents" }]);
});

const runbooks = (more: Partial<Parameters<typeof anArticle>[0]> = {}) =>
  Array.from({ length: 150 }, (_, i) =>
    anArticle({
      title: `Webhook runbook ${i}`,
      content: `Webhook signature, webhook signature, case ${i}.`,
      ...more,
    }),
  );

test.each([
  ["archived", runbooks()],
  ["internal", runbooks({ audience: "agents" })],
  ["in beta", runbooks({ isBeta: true })],
] as const)(
  "an article is found behind a hundred and fifty that fit better and are %s",
  async (kind, documents) => {
    await importArticles(desk.ctx, {
      workspaceId,
      origin: "public",
      documents: [
        anArticle({
          title: "Check that a call is ours",
          content:
            "Each call carries a header that you compare with a secret before anything else is done with the body, so that nobody else can send calls in our name. It is the webhook signature.",
        }),
      ],
    });
    await importArticles(desk.ctx, { workspaceId, origin: "runbooks", documents });
    if (kind === "archived")
      await importArticles(desk.ctx, {
        workspaceId,
        origin: "runbooks",
        documents: [anArticle({ title: "Other", content: "Other." })],
      });

    expect(await titles("What is the webhook signature?")).toEqual(["Check that a call is ours"]);
  },
);
