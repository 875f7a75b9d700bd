import { castVote, createLinkCode, createPost, getPost, listPosts, refreshPostCard } from "@firstline/core";
import type { PostSummary } from "@firstline/core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { queuedJobs } from "../support/factories.ts";
import { startSlackWorld } from "./slack-world.ts";
import type { SlackWorld } from "./slack-world.ts";

let database: TestDatabase;
const worlds: SlackWorld[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.stop()));
});
afterAll(() => database.stop());

async function aWorld(): Promise<SlackWorld> {
  const world = await startSlackWorld(database.db);
  worlds.push(world);
  return world;
}

type Who = "ada" | "bea" | "carl";

/** What the person gets to see of `/feedback ...`. */
async function ask(world: SlackWorld, who: Who, text: string, channel = world.support): Promise<string> {
  return JSON.stringify((await askFor(world, who, text, channel)).blocks ?? []);
}

async function askFor(world: SlackWorld, who: Who, text: string, channel = world.support) {
  const { slack, people } = world;
  const before = slack.ephemerals(people[who]).length;
  await slack.slash(people[who], channel, "/feedback", text);
  return slack.waitFor(() => slack.ephemerals(people[who])[before]);
}

/** Presses a button that only this person sees, or one under a message, and answers the sentence they get. */
async function press(world: SlackWorld, who: Who, ts: string, action: string): Promise<string> {
  const { slack, people } = world;
  const before = slack.ephemerals(people[who]).length;
  await slack.click(people[who], world.support, ts, action);
  const answer = await slack.waitFor(() => slack.ephemerals(people[who])[before]);
  return answer.text;
}

async function openForm(world: SlackWorld, who: Who, text = "new"): Promise<string> {
  const { slack, people } = world;
  const before = slack.views().length;
  await slack.slash(people[who], world.support, "/feedback", text);
  await slack.waitFor(() => slack.views().length > before);
  return slack.views().at(-1)?.id ?? "";
}

/** Presses Send, and again when asked to: on a busy machine the first press may take too long. */
async function send(
  world: SlackWorld,
  view: string,
  values: Parameters<SlackWorld["slack"]["submitView"]>[1],
) {
  for (;;) {
    const result = await world.slack.submitView(view, values);
    const isSlow = JSON.stringify([result.errors, result.view?.view]).includes("send it again");
    if (!isSlow) return result;
  }
}

const shown = (world: SlackWorld, viewId: string): string =>
  JSON.stringify(world.slack.views().find(({ id }) => id === viewId)?.view ?? null);

const DARK = { title: "Dark mode", type: "feature_request", description: "The white screen hurts at night." };

async function aPost(
  world: SlackWorld,
  title = DARK.title,
  description = DARK.description,
): Promise<PostSummary> {
  const author = { platform: "slack", externalId: world.people.carl, name: "Carl" } as const;
  const { workspaceId } = world;
  return (await createPost(world.ctx, { workspaceId, title, description, author, place: null })).post;
}

const allPosts = async (world: SlackWorld): Promise<PostSummary[]> =>
  (await listPosts(world.ctx, { workspaceId: world.workspaceId, order: "new" })).posts;

test("what a member asks for in a support channel stands there with buttons to vote", async () => {
  const world = await aWorld();
  const view = await openForm(world, "ada");

  await send(world, view, DARK);
  await world.deliver();

  const [post] = await allPosts(world);
  expect(post).toMatchObject({ title: "Dark mode", upvotes: 1, type: "feature_request" });
  expect(shown(world, view)).toContain(`Posted as #${post?.id} “Dark mode”, with your vote.`);
  const [card] = world.slack.messages(world.support);
  expect(JSON.stringify(card?.blocks)).toContain("The white screen hurts at night.");
  expect(JSON.stringify(card?.blocks)).toContain("Vote for it");
  expect(world.slack.errors).toEqual([]);
});

test("anywhere else a post is made without a word to the others", async () => {
  const world = await aWorld();
  const general = world.slack.addChannel({ name: "general", botIsMember: false });
  await world.slack.slash(world.people.ada, general, "/feedback", "new Dark mode");
  await world.slack.waitFor(() => world.slack.views().length === 1);
  const view = world.slack.views()[0]?.id ?? "";

  await send(world, view, DARK);
  await world.deliver();

  expect(await allPosts(world)).toHaveLength(1);
  expect(shown(world, view)).toContain("I'll write to you directly when there is news.");
  expect(world.slack.messages(general)).toEqual([]);
  expect(world.slack.errors).toEqual([]);
});

test("words behind 'new' are already in the form", async () => {
  const world = await aWorld();

  const view = await openForm(world, "ada", "new Dark mode please");

  expect(shown(world, view)).toContain('"initial_value":"Dark mode please"');
});

test("a post that asks for the same is offered in the form, and a vote for it makes no second one", async () => {
  const world = await aWorld();
  const post = await aPost(world);
  const view = await openForm(world, "ada");

  await send(world, view, { ...DARK, title: "A dark mode" });
  const offered = shown(world, view);
  await world.slack.clickView(view, `alike_vote:${post.id}`);
  await world.slack.waitFor(() => shown(world, view).includes("You voted for"));

  expect(offered).toContain("Is it one of these?");
  expect(offered).toContain(`*#${post.id} Dark mode*`);
  expect(await allPosts(world)).toMatchObject([{ id: post.id, upvotes: 2 }]);
  expect(world.slack.errors).toEqual([]);
});

test("'Post mine anyway' makes the post, and pressed twice it makes one", async () => {
  const world = await aWorld();
  await aPost(world);
  const view = await openForm(world, "ada");
  await send(world, view, { ...DARK, title: "Dark mode for prints" });

  await Promise.all([send(world, view, {}), send(world, view, {})]);
  await world.deliver();

  const posts = await allPosts(world);
  expect(posts.map(({ title }) => title)).toEqual(["Dark mode for prints", "Dark mode"]);
  expect(shown(world, view)).toContain("Posted as #");
  expect(world.slack.messages(world.support)).toHaveLength(1);
});

test("a closed post cannot be voted for in the form, and what was written is still there", async () => {
  const world = await aWorld();
  const post = await aPost(world);
  await ask(world, "bea", `status ${post.id} completed`, world.agents);
  const view = await openForm(world, "ada");
  await send(world, view, { ...DARK, title: "A dark mode" });

  await world.slack.clickView(view, `alike_vote:${post.id}`);
  await world.slack.waitFor(() => shown(world, view).includes("This is done already"));
  await send(world, view, {});

  expect(await allPosts(world)).toHaveLength(2);
});

test("a form without a usable title says so at its field", async () => {
  const world = await aWorld();
  const view = await openForm(world, "ada");

  const result = await send(world, view, { ...DARK, title: "???" });

  expect(result.errors?.["title"]).toBe("Please give it a title.");
  expect(await allPosts(world)).toEqual([]);
});

test("posts are listed, found by plain words, and voted for with a button", async () => {
  const world = await aWorld();
  const dark = await aPost(world);
  await aPost(world, "Export as PDF", "For the board.");

  const list = await ask(world, "ada", "list");
  const found = await askFor(world, "ada", "dark mode");
  const voted = await press(world, "ada", found.ts, `feedback_vote:${dark.id}`);
  const again = await press(world, "ada", found.ts, `feedback_vote:${dark.id}`);

  expect(list).toContain("Dark mode · 1 vote · Open");
  expect(list).toContain("Export as PDF");
  expect(JSON.stringify(found.blocks)).not.toContain("Export as PDF");
  expect(voted).toContain(`You voted for #${dark.id} “Dark mode”: 2 votes.`);
  expect(again).toContain("already");
  expect(world.slack.errors).toEqual([]);
});

test("one votes by number or by words, sees it under 'mine', and takes it back", async () => {
  const world = await aWorld();
  const dark = await aPost(world);
  await aPost(world, "Export as PDF", "For the board.");

  const byNumber = await ask(world, "ada", `vote #${dark.id}`);
  const byWords = await ask(world, "ada", "vote export pdf");
  const mine = await ask(world, "ada", "mine");
  const back = await ask(world, "ada", `unvote ${dark.id}`);
  const twice = await ask(world, "ada", `unvote ${dark.id}`);

  expect(byNumber).toContain("2 votes");
  expect(byWords).toContain("Export as PDF");
  expect(mine).toContain("Dark mode · 2 votes · Open · you voted for it");
  expect(back).toContain("is taken back");
  expect(twice).toContain("You have no vote on");
  expect(await getPost(world.ctx, { workspaceId: world.workspaceId, postId: dark.id })).toMatchObject({
    upvotes: 1,
  });
});

test.each([
  ["vote 4711", "The post was not found."],
  ["vote", "Which post?"],
  ["list soon", "There is no such status."],
  ["link AAAA-AAAA", "This code is wrong or has expired."],
])("'/feedback %s' is answered kindly and seen by one person", async (text, sentence) => {
  const world = await aWorld();

  const { text: said } = await askFor(world, "ada", text);

  expect(said).toContain(sentence);
  expect(world.slack.messages(world.support)).toEqual([]);
});

test("a message becomes a post once, with its words in the form and the card in its thread", async () => {
  const world = await aWorld();
  const { slack, people, support } = world;
  const message = slack.say(
    people.ada,
    support,
    "Could we get a dark mode? The white screen hurts at night.",
  );
  await slack.messageShortcut(people.carl, support, message, "make_feature_request");
  await slack.waitFor(() => slack.views().length === 1);
  const view = slack.views()[0]?.id ?? "";
  const form = shown(world, view);

  await send(world, view, {});
  await world.deliver();
  const before = slack.ephemerals(people.bea).length;
  await slack.messageShortcut(people.bea, support, message, "make_feature_request");
  const again = await slack.waitFor(() => slack.ephemerals(people.bea)[before]);

  expect(form).toContain('"initial_value":"Could we get a dark mode?"');
  expect(await allPosts(world)).toHaveLength(1);
  expect(
    slack.thread(support, message).some(({ blocks }) => JSON.stringify(blocks).includes("Vote for it")),
  ).toBe(true);
  expect(JSON.stringify(again.blocks)).toContain("This message is a post already");
  expect(slack.views()).toHaveLength(1);
});

test("what a bot said becomes no post", async () => {
  const world = await aWorld();
  const { slack, people, support } = world;
  await world.bot.platform.post(
    { platform: "slack", channelId: support, threadId: null },
    { markdown: "Hi" },
    "k",
  );
  const [message] = slack.messages(support);

  await slack.messageShortcut(people.carl, support, message?.ts ?? "", "make_feature_request");
  const answer = await slack.waitFor(() => slack.ephemerals(people.carl)[0]);

  expect(answer.text).toContain("what people wrote");
  expect(slack.views()).toEqual([]);
});

test("the card's count follows many votes with one edit", async () => {
  const world = await aWorld();
  const view = await openForm(world, "ada");
  await send(world, view, DARK);
  await world.deliver();
  const { workspaceId, ctx } = world;
  const postId = (await allPosts(world))[0]?.id ?? 0;

  for (const name of ["x", "y", "z"]) {
    const voter = { platform: "slack", externalId: `U_${name}`, name } as const;
    await castVote(ctx, { workspaceId, postId, voter, value: 1, place: null });
  }
  const waiting = (await queuedJobs(ctx.db, "refresh_post_card")).filter(({ key }) =>
    key?.endsWith(`:${postId}`),
  );
  await refreshPostCard(ctx, { workspaceId, postId });
  await world.deliver();

  expect(waiting).toHaveLength(1);
  const [card, ...others] = world.slack.messages(world.support);
  expect(JSON.stringify(card?.blocks)).toContain("*Votes*\\n4");
  expect(others).toEqual([]);
});

test("a vote under the card is told of in the card's thread", async () => {
  const world = await aWorld();
  const view = await openForm(world, "ada");
  await send(world, view, DARK);
  await world.deliver();
  const [card] = world.slack.messages(world.support);
  const postId = (await allPosts(world))[0]?.id ?? 0;

  const sentence = await press(world, "carl", card?.ts ?? "", `feedback_vote:${postId}`);

  expect(sentence).toContain("I'll tell you in this thread when there is news.");
});

test("a code from Discord makes one person of both, with one vote", async () => {
  const world = await aWorld();
  const { ctx, workspaceId } = world;
  const post = await aPost(world);
  const onDiscord = { platform: "discord", externalId: "7001", name: "ada" } as const;
  await castVote(ctx, { workspaceId, postId: post.id, voter: onDiscord, value: 1, place: null });
  await ask(world, "ada", `vote ${post.id}`);
  const { code } = await createLinkCode(ctx, { workspaceId, by: onDiscord });

  const answer = await ask(world, "ada", `link ${code}`);

  expect(answer).toContain("you are one person here and there");
  expect(await getPost(ctx, { workspaceId, postId: post.id })).toMatchObject({ upvotes: 2 });
});

test("'link' shows a code to that person alone", async () => {
  const world = await aWorld();

  const answer = await ask(world, "ada", "link");

  expect(answer).toMatch(/[A-Z2-9]{4}-[A-Z2-9]{4}/u);
  expect(world.slack.messages(world.support)).toEqual([]);
});

test("agents change a status and merge in their channel; nobody does elsewhere", async () => {
  const world = await aWorld();
  const [dark, night] = [await aPost(world), await aPost(world, "Night theme", "Please.")];

  const refused = await askFor(world, "bea", `status ${dark.id} planned`);
  const planned = await ask(world, "bea", `status ${dark.id} planned In spring.`, world.agents);
  const merged = await ask(world, "bea", `merge ${night.id} into ${dark.id}`, world.agents);

  expect(refused.text).toContain("agent channel only");
  expect(planned).toContain("is planned now");
  expect(merged).toContain(`now stands for #${night.id} as well`);
  expect(await allPosts(world)).toMatchObject([{ id: dark.id, status: "planned", upvotes: 1 }]);
});

test("nothing that strangers write becomes markup or a mention", async () => {
  const world = await aWorld();
  const view = await openForm(world, "ada");
  const title = "<!channel> *x* <https://evil.example|free>";
  await send(world, view, { ...DARK, title, description: "<!here> <@U1>" });
  await world.deliver();

  await ask(world, "carl", "list");
  await ask(world, "carl", "vote evil free");

  expect(world.slack.notifications().filter(({ kind }) => kind !== "user")).toEqual([]);
  expect(world.slack.errors).toEqual([]);
});
