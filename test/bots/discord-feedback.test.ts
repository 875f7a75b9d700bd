import { castVote, createPost, getPost, listPosts, refreshPostCard } from "@firstline/core";
import type { PersonIdentity, PostSummary } from "@firstline/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DiscordWorld } from "./discord-world.ts";
import { discordWorld, said, seen } from "./discord-world.ts";

let world: DiscordWorld;

beforeAll(async () => {
  world = await discordWorld();
});
afterAll(() => world.stop());

type Interaction = Awaited<ReturnType<DiscordWorld["discord"]["click"]>>;

/** What the person who acted gets to see. */
async function shown(interaction: Interaction): Promise<string> {
  const { original } = await world.discord.settled(interaction);
  return original ? seen(original) : "";
}

/** What `/feedback ...` answers a new member with, in a channel. */
async function ask(
  who: string,
  subcommand: string,
  options: Record<string, string> = {},
  channelId = world.support.id,
): Promise<string> {
  return shown(await world.discord.slash(who, channelId, "feedback", subcommand, options));
}

const CARL: PersonIdentity = { platform: "discord", externalId: "900000000000000001", name: "Carl" };

async function aPost(title: string, description = "Please."): Promise<PostSummary> {
  const input = { workspaceId: world.workspace.id, title, description, author: CARL, place: null };
  // Nobody posts so much in a day but this file.
  const { id } = (await createPost(world.ctx, { ...input, author: { ...CARL, externalId: title } })).post;
  return getPost(world.ctx, { workspaceId: world.workspace.id, postId: id });
}

async function findPost(title: string): Promise<PostSummary | undefined> {
  const { posts } = await listPosts(world.ctx, { workspaceId: world.workspace.id, order: "new", limit: 100 });
  return posts.find((post) => post.title === title);
}

/** Fills the form of `/feedback new`. */
async function send(who: string, channelId: string, title: string, description = ""): Promise<Interaction> {
  await world.discord.slash(who, channelId, "feedback", "new");
  const values = { title, description, type: ["feature_request"] };
  return world.discord.submitModal(who, "feedback_form", values);
}

const cardsIn = (channelId: string): string[] =>
  said(world.discord, channelId).filter((text) => text.includes("[Vote for it]"));

test("what a member asks for in a support channel stands there with buttons to vote", async () => {
  const { discord, support, member } = world;

  const answer = await shown(await send(member.id, support.id, "Dark mode", "White hurts at night."));
  await world.deliver();

  const post = await findPost("Dark mode");
  expect(post).toMatchObject({ upvotes: 1, description: "White hurts at night." });
  expect(answer).toContain(`Posted as #${post?.id} “Dark mode”, with your vote.`);
  expect(cardsIn(support.id)).toHaveLength(1);
  expect(said(discord, support.id).join("\n")).toContain("White hurts at night.");
});

test("the help names the entry of a message's menu as the menu does", async () => {
  const { discord, member } = world;
  const entry = "Make a feature request";

  const help = await ask(member.id, "help");

  expect(discord.commands().map(({ name }) => name)).toContain(entry);
  expect(help).toContain(`**${entry}**`);
});

test("anywhere else a post is made without a word to the others", async () => {
  const { discord, general, member } = world;

  const answer = await shown(await send(member.id, general.id, "Keyboard shortcuts for tables"));
  await world.deliver();

  expect(answer).toContain("I'll write to you directly when there is news.");
  expect(said(discord, general.id)).toEqual([]);
});

test("in a forum's thread the card and the news stay in the thread", async () => {
  const { discord, forum, member } = world;
  const { thread } = discord.createPost(member.id, forum.id, { title: "An idea", text: "I have an idea." });

  const answer = await shown(await send(member.id, thread.id, "Templates for invoices"));
  await world.deliver();

  expect(answer).toContain("I'll tell you in this thread when there is news.");
  expect(cardsIn(thread.id)).toHaveLength(1);
});

test("a post that asks for the same is offered first, and one click votes for it", async () => {
  const { discord, general } = world;
  const post = await aPost("Sync with a calendar");
  const kim = discord.addUser({ name: "kim" });

  const offered = await send(kim.id, general.id, "Calendar sync");
  const text = await shown(offered);
  const clicked = await discord.click(
    kim.id,
    general.id,
    offered.original?.id ?? "",
    `feedback_vote:${post.id}`,
  );

  expect(text).toContain("Is it one of these?");
  expect(text).toContain("Sync with a calendar");
  expect(await shown(clicked)).toContain(`You voted for #${post.id} “Sync with a calendar”: 2 votes.`);
  expect(await findPost("Calendar sync")).toBeUndefined();
});

test("'Post mine anyway' makes the post, and pressed twice it makes one", async () => {
  const { discord, general } = world;
  await aPost("Import from a spreadsheet");
  const lee = discord.addUser({ name: "lee" });
  const offered = await send(lee.id, general.id, "Import spreadsheet with formulas");
  await shown(offered);
  const button =
    offered.original?.components.flatMap(idsIn).find((id) => id.startsWith("feedback_post:")) ?? "";

  const press = () => discord.click(lee.id, general.id, offered.original?.id ?? "", button);
  const [first, second] = [await shown(await press()), await shown(await press())];

  expect(first).toContain("Posted as #");
  expect(second).toContain("This is posted already");
  expect(await findPost("Import spreadsheet with formulas")).toMatchObject({ upvotes: 1 });
});

function idsIn(component: Record<string, unknown>): string[] {
  const { custom_id: id, components } = component;
  const children: unknown[] = Array.isArray(components) ? components : [];
  const below = children.flatMap((child) => (typeof child === "object" && child ? idsIn({ ...child }) : []));
  return [...(typeof id === "string" ? [id] : []), ...below];
}

test("another's draft cannot be posted with a button of one's own", async () => {
  const { discord, support, member } = world;
  await aPost("Share a folder");
  const offered = await send(member.id, support.id, "Share folder");
  await shown(offered);
  const eve = discord.addUser({ name: "eve" });

  const others = discord.click(eve.id, support.id, offered.original?.id ?? "", "feedback_post:1");

  await expect(others).rejects.toThrow("Only the person whom it answers");
  expect(await findPost("Share folder")).toBeUndefined();
});

test("posts are listed by status, found by words, and voted for by number or words", async () => {
  const { discord } = world;
  const offline = await aPost("Work without a network");
  const pat = discord.addUser({ name: "pat" });

  const list = await ask(pat.id, "list");
  const planned = await ask(pat.id, "list", { status: "planned" });
  const found = await ask(pat.id, "search", { words: "network" });
  const voted = await ask(pat.id, "vote", { post: `#${offline.id}` });
  const mine = await ask(pat.id, "mine");
  const back = await ask(pat.id, "unvote", { post: "without a network" });

  expect(list).toContain("the most wanted first");
  expect(planned).toBe("There are no posts with the status “Planned” yet.");
  expect(found).toContain(`**#${offline.id}** Work without a network · 1 vote · Open`);
  expect(voted).toContain("2 votes");
  expect(mine).toContain("Work without a network · 2 votes · Open · you voted for it");
  expect(back).toContain("is taken back");
});

test("while one types, posts are offered: what is wanted, what is meant, and one's own votes to take back", async () => {
  const { discord, general } = world;
  const post = await aPost("Louder alarms for outages");
  const sam = discord.addUser({ name: "sam" });
  const offer = async (subcommand: string, typed: string): Promise<unknown> => {
    const options = { post: typed };
    const { data } = await discord.autocomplete(sam.id, general.id, "feedback", subcommand, options, "post");
    return data?.["choices"];
  };

  const choice = { name: `#${post.id} Louder alarms for outages`, value: String(post.id) };
  expect(await offer("vote", "")).toContainEqual(choice);
  expect(await offer("vote", "alarms")).toEqual([choice]);
  expect(await offer("unvote", "")).toEqual([]);
  await ask(sam.id, "vote", { post: String(post.id) });
  expect(await offer("unvote", "")).toEqual([choice]);
});

test("a message becomes a post once, with its words in the form", async () => {
  const { discord, support, member, agent } = world;
  const message = discord.say(member.id, support.id, "Could receipts have our stamp? Customers ask for it.");
  const id = `feedback_form:${support.id}:${message.id}:`;
  const choose = () => discord.messageMenu(agent.id, support.id, message.id, "Make a feature request");

  const opened = await choose();
  const values = {
    title: "Stamp under receipts",
    description: "Customers ask for it.",
    type: ["improvement"],
  };
  await shown(await discord.submitModal(agent.id, id, values));
  await world.deliver();
  const again = await shown(await choose());

  expect(JSON.stringify(opened.data)).toContain("Could receipts have our stamp?");
  expect(await findPost("Stamp under receipts")).toMatchObject({ type: "improvement", upvotes: 1 });
  expect(again).toContain("This message is a post already");
  expect(cardsIn(support.id).filter((card) => card.includes("Stamp under receipts"))).toHaveLength(1);
});

test("what a bot said becomes no post", async () => {
  const { discord, general, member } = world;
  const robot = discord.addUser({ name: "robot", bot: true });
  const noise = discord.say(robot.id, general.id, "Deployment finished");

  const menu = await discord.messageMenu(member.id, general.id, noise.id, "Make a feature request");

  expect(await shown(menu)).toContain("what people wrote");
});

test("the card's count follows the votes", async () => {
  const { ctx, workspace, member, support } = world;
  await shown(await send(member.id, support.id, "Quieter notifications"));
  await world.deliver();
  const postId = (await findPost("Quieter notifications"))?.id ?? 0;
  for (const externalId of ["71", "72", "73"]) {
    const voter: PersonIdentity = { platform: "discord", externalId, name: externalId };
    await castVote(ctx, { workspaceId: workspace.id, postId, voter, value: 1, place: null });
  }

  await refreshPostCard(ctx, { workspaceId: workspace.id, postId });
  await world.deliver();

  const cards = cardsIn(support.id).filter((card) => card.includes("Quieter notifications"));
  expect(cards).toHaveLength(1);
  expect(cards[0]).toContain("**Votes:** 4");
});

test("a code makes one person of two identities, and of two votes one", async () => {
  const { ctx, discord, workspace, general } = world;
  const post = await aPost("Bigger attachments");
  const [home, work] = [discord.addUser({ name: "mo" }), discord.addUser({ name: "mo-at-work" })];
  for (const user of [home, work]) await ask(user.id, "vote", { post: String(post.id) });
  const key = { workspaceId: workspace.id, postId: post.id };
  expect(await getPost(ctx, key)).toMatchObject({ upvotes: 3 });

  const shownCode = await ask(home.id, "link", {}, general.id);
  const code = /[A-Z2-9]{4}-[A-Z2-9]{4}/u.exec(shownCode)?.[0] ?? "";
  const answer = await ask(work.id, "link", { code }, general.id);

  expect(answer).toContain("you are one person here and there");
  expect(await getPost(ctx, key)).toMatchObject({ upvotes: 2 });
  expect(said(discord, general.id)).toEqual([]);
});

test("agents change a status and merge in their channel; nobody does elsewhere", async () => {
  const { agent, agents, support } = world;
  const [one, two] = [await aPost("Archive old projects"), await aPost("Hide what is finished")];

  const refused = await ask(agent.id, "status", { post: String(one.id), status: "planned" }, support.id);
  const options = { post: String(one.id), status: "in_progress", comment: "At last." };
  const done = await ask(agent.id, "status", options, agents.id);
  const merged = await ask(agent.id, "merge", { post: String(two.id), into: String(one.id) }, agents.id);

  expect(refused).toContain("agent channel only");
  expect(done).toContain("is in progress now");
  expect(merged).toContain(`now stands for #${two.id} as well`);
  expect(await findPost("Archive old projects")).toMatchObject({ status: "in_progress" });
});

test.each([
  ["vote", { post: "4711" }, "The post was not found."],
  ["vote", { post: "something nobody wants" }, "Nobody has asked for that yet."],
  ["link", { code: "AAAA-AAAA" }, "This code is wrong or has expired."],
  ["help", {}, "vote for what others ask for"],
])("'/feedback %s' is answered kindly (case %#)", async (subcommand, options, sentence) => {
  const { discord } = world;
  const someone = discord.addUser({ name: `someone-${subcommand}` });

  expect(await ask(someone.id, subcommand, options)).toContain(sentence);
});

test("what strangers write is shown as text and calls nobody", async () => {
  const { discord, general } = world;
  const mallory = discord.addUser({ name: "mallory" });
  const title = "@everyone [free](https://evil.example) **now**";

  const answer = await shown(await send(mallory.id, general.id, title));
  const list = await ask(mallory.id, "mine");

  for (const text of [answer, list]) {
    expect(text).not.toContain("[free](");
    expect(text).not.toContain("@everyone");
  }
});
