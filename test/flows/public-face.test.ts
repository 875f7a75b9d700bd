import { fileURLToPath } from "node:url";
import { getArticle, importArticles, listPosts } from "@firstline/core";
import type { PostSummary } from "@firstline/core";
import { sql } from "drizzle-orm";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { CONSOLE_TOKEN, startWorld, until } from "../support/world.ts";
import type { World } from "../support/world.ts";

const HANDBOOK = fileURLToPath(new URL("../../handbook/", import.meta.url));

const isWithoutBrowser = lacksChromium();
let world: World;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let base: string;
const complaints: string[] = [];

beforeAll(async () => {
  if (isWithoutBrowser) return;
  world = await startWorld({ web: true });
  base = world.webUrl ?? "";
  // However unsure, it answers, and leaves it to the asker whether that was enough.
  await world.settings({ answerThreshold: 0, resolveThreshold: 1 });
  await importArticles(world.ctx, { workspaceId: world.workspace.id, folder: HANDBOOK });
  await untilPage("/articles/connect-slack", "App-Level Tokens");
  browser = await openBrowser();
  context = await browser.newContext();
  page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
}, 400_000);

afterAll(async () => {
  if (isWithoutBrowser) return;
  await browser.close();
  await world.stop();
});

/** Pages are made by a job: soon after a change, not at once. */
async function untilPage(path: string, words: string): Promise<string> {
  return until(`${path} with "${words}"`, async () => {
    const response = await fetch(base + path);
    const text = await response.text();
    return response.ok && text.toLowerCase().includes(words.toLowerCase()) ? text : null;
  });
}

/** A job that waits for its time runs at once. */
async function runNow(job: string): Promise<void> {
  await world.ctx.db.execute(sql`
    update graphile_worker._private_jobs set run_at = now()
    where task_id = (select id from graphile_worker._private_tasks where identifier = ${job})`);
}

async function untilPosted(title: string, upvotes: number): Promise<PostSummary> {
  return until(`${title} with ${upvotes} votes`, async () => {
    const { posts } = await listPosts(world.ctx, { workspaceId: world.workspace.id, order: "new" });
    return posts.find((post) => post.title === title && post.upvotes === upvotes) ?? null;
  });
}

/** An agent says in the console that it will come. */
async function plan(postId: number, comment: string): Promise<void> {
  const agent = await context.newPage();
  await agent.goto(`${base}/console?token=${CONSOLE_TOKEN}`);
  await agent.waitForURL(/\/console$/u);
  await agent.getByLabel("Under which name do members see you?").fill("Bea");
  await pressed(agent, "Save");
  await agent.goto(`${base}/console/feedback/${postId}`);
  await agent.getByLabel("Status").selectOption("planned");
  await agent.getByLabel(/What the voters read/u).fill(comment);
  await pressed(agent, "Change status");
  await agent.close();
}

/** Presses a button that leads to a new page, and waits for it: a page that is closed on its way there may never close. */
async function pressed(agent: Page, name: string): Promise<void> {
  const next = agent.waitForEvent("load");
  await agent.getByRole("button", { name }).click();
  await next;
}

test.skipIf(isWithoutBrowser)("they find an article, read it and say that it helped", async () => {
  await page.goto(base);
  const search = page.getByRole("combobox").first();
  await search.fill("rate an answer");
  const option = page.getByRole("option", { name: /rate/iu }).first();
  await option.waitFor();
  await option.click();
  await page.waitForURL(/\/articles\//u);
  const slug = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await page.getByRole("button", { name: "Yes", exact: true }).click();
  await page.getByText("Thank you for telling us.").waitFor();

  const { workspace, ctx } = world;
  expect(await getArticle(ctx, { workspaceId: workspace.id, slug })).toMatchObject({
    helpfulCount: 1,
    notHelpfulCount: 0,
  });
});

test.skipIf(isWithoutBrowser)("they find it, too, while the server does not answer searches", async () => {
  await runNow("index_site");
  await untilPage("/pagefind/pagefind.js", "export");
  const offline = await context.newPage();
  await offline.route("**/api/search*", (route) => route.abort());
  await offline.goto(base);

  await offline.getByRole("combobox").first().fill("rate answer");
  await offline.getByRole("option", { name: /rate/iu }).first().click();

  await offline.waitForURL(/\/articles\//u);
  expect(await offline.getByRole("heading", { level: 1 }).textContent()).toMatch(/rate/iu);
  await offline.close();
});

test.skipIf(isWithoutBrowser)(
  "they ask in the panel, want a person, and an agent answers from Slack",
  async () => {
    const { slack, slackChannels, agents } = world;
    await page.goto(`${base}/articles/connect-slack`);
    await page.getByRole("link", { name: "Ask a question", exact: true }).click();
    const panel = page.locator("firstline-panel");
    await panel.getByRole("textbox").first().fill("How do I connect Slack?");
    await panel.getByRole("textbox").first().press("Enter");
    await panel.getByRole("list", { name: "Sources" }).waitFor();

    await panel.getByRole("button", { name: "Ask a person" }).click();
    const card = await slack.waitFor(
      () =>
        slack
          .messages(slackChannels.agents)
          .find((message) => JSON.stringify(message.sentBlocks).includes("How do I connect Slack?")),
      { timeoutMs: 20_000 },
    );
    const claim = JSON.stringify(card.sentBlocks).match(/escalation_claim:\d+/u)?.[0] ?? "";
    await slack.click(agents.slack, slackChannels.agents, card.ts, claim);
    await panel.getByText("is looking into this").waitFor();
    slack.say(agents.slack, slackChannels.agents, "I am Bea, and I set it up with you.", {
      threadTs: card.ts,
    });

    await panel.getByText("I am Bea, and I set it up with you.").waitFor();
    await panel.getByRole("textbox").first().fill("Thank you, Bea!");
    await panel.getByRole("textbox").first().press("Enter");
    await slack.waitFor(
      () => slack.thread(slackChannels.agents, card.ts).some(({ text }) => text.includes("Thank you, Bea!")),
      { timeoutMs: 20_000 },
    );
    expect(slack.errors).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test.skipIf(isWithoutBrowser)(
  "what Slack posts and Discord votes for stands on the roadmap, and both hear what comes of it",
  async () => {
    const { slack, slackChannels, discord, discordChannels } = world;
    const ada = slack.addUser({ name: "Ada" });
    const cleo = discord.addUser({ name: "cleo" });
    await slack.slash(ada, slackChannels.support, "/feedback", "new Dark mode");
    await slack.waitFor(() => slack.views().length === 1);
    await slack.submitView(slack.views()[0]?.id ?? "", {
      title: "Dark mode",
      type: "feature_request",
      description: "The white screen hurts at night.",
    });
    const post = await untilPosted("Dark mode", 1);
    await discord.slash(cleo.id, discordChannels.forum, "feedback", "vote", { post: String(post.id) });
    await untilPosted("Dark mode", 2);
    await plan(post.id, "Comes with the next version.");
    // Voters hear it a minute later, so that a slip of the hand can be undone.
    await runNow("tell_voters");
    const hears = (messages: readonly unknown[]): boolean =>
      JSON.stringify(messages).includes("Comes with the next version.");
    await slack.waitFor(() => hears(slack.dms(ada)) || hears(slack.messages(slackChannels.support)), {
      timeoutMs: 20_000,
    });
    await discord.waitFor(() => hears(discord.dms(cleo.id)), 20_000);

    await untilPage("/roadmap", "Dark mode");
    await page.goto(`${base}/roadmap`);
    await page.getByRole("link", { name: "Dark mode" }).click();
    await page.getByText("Comes with the next version.").waitFor();
    expect(await page.getByText("Planned").count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  },
);
