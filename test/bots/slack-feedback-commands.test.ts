import { castVote, createLinkCode, getPost } from "@firstline/core";
import { schema } from "@firstline/db";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { allPosts, aPost, ask, askFor, press } from "./slack-feedback.ts";
import { slackWorlds } from "./slack-world.ts";

const { aWorld } = await slackWorlds();

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

test("an agent who changes the status of a hidden post hears that nobody is told", async () => {
  const world = await aWorld();
  const dark = await aPost(world);
  const p = schema.feedbackPosts;
  await world.ctx.db.update(p).set({ isPublic: false }).where(eq(p.id, dark.id));

  const answer = await ask(world, "bea", `status ${dark.id} completed`, world.agents);

  expect(answer).toContain("is completed now. It is hidden, so nobody is told.");
});
