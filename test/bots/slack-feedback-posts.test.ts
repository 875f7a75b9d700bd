import { castVote, refreshPostCard } from "@firstline/core";
import { expect, test } from "vitest";
import { queuedJobs } from "../support/factories.ts";
import { allPosts, aPost, ask, DARK, openForm, press, send, shown } from "./slack-feedback.ts";
import { slackWorlds } from "./slack-world.ts";

const { aWorld } = await slackWorlds();

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
