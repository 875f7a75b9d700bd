import { expect, test } from "vitest";
import { messagesOf, slackWorlds } from "./slack-world.ts";
import type { SlackWorld } from "./slack-world.ts";

const { db, aWorld } = await slackWorlds();

const FILLED = {
  subject: "Export fails",
  type: "bug",
  description: "The CSV export is empty. <!channel> :(",
};

async function openForm(world: SlackWorld, channel: string, text = "new"): Promise<string> {
  const before = world.slack.views().length;
  await world.slack.slash(world.people.ada, channel, "/support", text);
  await world.slack.waitFor(({ errors }) => world.slack.views().length > before || errors.length > 0);
  return world.slack.views().at(-1)?.id ?? "";
}

const whispers = (world: SlackWorld) => world.slack.ephemerals(world.people.ada);

async function whisper(world: SlackWorld) {
  return world.slack.waitFor(() => whispers(world).at(-1));
}

test("the form in a support channel asks there, in the asker's name, and pings nobody else", async () => {
  const world = await aWorld();

  const view = await openForm(world, world.support);
  const result = await world.slack.submitView(view, FILLED);
  const [ticket] = await world.tickets();

  expect(result).toMatchObject({ errors: null, view: null });
  const [root] = world.slack.messages(world.support);
  expect(root?.text).toBe("Ada asks: Export fails");
  expect(ticket).toMatchObject({
    type: "bug",
    subject: "Export fails",
    threadId: root?.ts,
    channelId: world.support,
  });
  expect(world.slack.notifications()).toMatchObject([{ kind: "user", target: world.people.ada }]);
  expect(await messagesOf(db, ticket?.id ?? 0)).toMatchObject([{ content: FILLED.description }]);
  await world.answer(ticket?.id ?? 0);
  expect(world.slack.thread(world.support, root?.ts ?? "")).toHaveLength(2);
  expect(world.slack.errors).toEqual([]);
});

test("the form anywhere else stays between the asker and the bot", async () => {
  const world = await aWorld();
  const general = world.slack.addChannel({ name: "general", botIsMember: false });

  const view = await openForm(world, general);
  await world.slack.submitView(view, FILLED);
  const [ticket] = await world.tickets();

  expect(ticket).toMatchObject({ isDirect: true, channelId: world.slack.openDm(world.people.ada) });
  expect(world.slack.dms(world.people.ada)[0]?.text).toBe("You asked: Export fails");
  expect(world.slack.messages(general)).toEqual([]);
});

test("words after the command are already in the form", async () => {
  const world = await aWorld();

  await openForm(world, world.support, "my export is empty");

  expect(JSON.stringify(world.slack.views().at(-1)?.view)).toContain('"initial_value":"my export is empty"');
});

test("more words than a form takes are cut where a character ends, and show that they are", async () => {
  const world = await aWorld();

  await openForm(world, world.support, `${"a".repeat(2998)}😀😀😀`);

  const view = JSON.stringify(world.slack.views().at(-1)?.view);
  expect(view).toContain(`${"a".repeat(2998)}…"`);
});

test("'bug' and the words after it open a bug report", async () => {
  const world = await aWorld();

  await openForm(world, world.support, "bug my export is empty");

  const view = JSON.stringify(world.slack.views().at(-1)?.view);
  expect(view).toContain('"initial_value":"my export is empty"');
  expect(view).toContain("Report a bug");
  expect(view).toMatch(/"initial_option":\{"text":\{[^}]*\},"value":"bug"\}/u);
});

test("a failure leaves the form open with its words, and pressing Send again asks once", async () => {
  const world = await aWorld();
  world.slack.loseResponse("chat.postMessage");

  const view = await openForm(world, world.support);
  const first = await world.slack.submitView(view, FILLED);
  const second = await world.slack.submitView(view, FILLED);

  expect(first.errors?.["description"]).toMatch(/Something went wrong\. Reference: \w+/u);
  expect(second.errors).toBeNull();
  expect(await world.tickets()).toHaveLength(1);
  expect(world.slack.messages(world.support)).toHaveLength(1);
});

test("a slow Slack costs another press and no second question", async () => {
  const world = await aWorld();
  world.slack.hang("chat.postMessage", 2800);

  const view = await openForm(world, world.support);
  const first = await world.slack.submitView(view, FILLED);
  const second = await world.slack.submitView(view, FILLED);

  expect(first.errors?.["description"]).toContain("Your text is still here");
  expect(second.errors).toBeNull();
  expect(await world.tickets()).toHaveLength(1);
  expect(world.slack.messages(world.support)).toHaveLength(1);
});

test("the form of a busy channel does not read back through what was said long ago", async () => {
  const world = await aWorld();
  const { slack, people, support } = world;
  for (let count = 0; count < 450; count += 1) slack.say(people.carl, support, "Nice!");
  await slack.settled();
  const { clock } = world.ctx;
  clock.advance(Date.now() + 2 * 60 * 60_000 - clock.now().getTime());
  // Only who looks for its own post reads the metadata; the catch-up after the start may read meanwhile, too.
  const looked = () =>
    slack.calls("conversations.history").filter(({ args }) => args["include_all_metadata"]);
  const before = looked().length;

  await slack.submitView(await openForm(world, support), FILLED);

  expect(await world.tickets()).toHaveLength(1);
  expect(looked()).toHaveLength(before + 1);
});

test("whoever comes too late for a form is told to try again", async () => {
  const world = await aWorld({ triggerLifetimeMs: -1 });

  await openForm(world, world.support);

  expect((await whisper(world)).text).toContain("Please try again.");
});

test("a form that is open already is no trouble", async () => {
  const world = await aWorld();
  world.slack.fail("views.open", "exchanged_trigger_id");

  await openForm(world, world.support);
  await world.slack.slash(world.people.ada, world.support, "/support", "my");
  await whisper(world);

  expect(whispers(world).map(({ text }) => text)).toEqual(["Your tickets"]);
});

test("a form of nothing that can be seen asks nothing and posts nothing", async () => {
  const world = await aWorld();

  const view = await openForm(world, world.support);
  const result = await world.slack.submitView(view, { ...FILLED, description: "\u200B \u2060 \u200B" });

  expect(result.errors?.["description"]).toBe("The message is empty. Write what you need help with.");
  expect(world.slack.messages(world.support)).toEqual([]);
});

test("the bare command explains itself and its buttons work", async () => {
  const world = await aWorld();
  await world.slack.slash(world.people.ada, world.support, "/support");
  const help = await whisper(world);

  await world.slack.click(world.people.ada, world.support, help.ts, "menu:my");
  const mine = await world.slack.waitFor(() => whispers(world)[1]);
  await world.slack.click(world.people.ada, world.support, help.ts, "menu:new");
  await world.slack.waitFor((slack) => slack.views().length === 1);

  expect(JSON.stringify(help.blocks)).toContain("Ask a question");
  expect(JSON.stringify(mine.blocks)).toContain("You have no tickets yet.");
});

test("a person's tickets are listed with links, and nobody else's", async () => {
  const world = await aWorld();
  const ts = world.slack.say(world.people.ada, world.support, "How do I log in?");
  await world.slack.settled();
  world.slack.say(world.people.carl, world.support, "What does it cost?");
  const [ticket] = await world.tickets(2);

  await world.slack.slash(world.people.ada, world.support, "/support", "my");

  const said = JSON.stringify((await whisper(world)).blocks);
  expect(said).toContain(`/p${ts.replace(".", "")}|#${ticket?.id} How do I log in?>`);
  expect(said).not.toContain("What does it cost?");
});

test("a message becomes a ticket of its author by the menu, once", async () => {
  const world = await aWorld();
  const general = world.slack.addChannel({ name: "general" });
  const ts = world.slack.say(world.people.carl, general, "The export button is gone since Monday.");

  await world.slack.messageShortcut(world.people.ada, general, ts, "make_ticket");
  const first = await whisper(world);
  await world.slack.messageShortcut(world.people.ada, general, ts, "make_ticket");
  const second = await world.slack.waitFor(() => whispers(world)[1]);

  const [ticket] = await world.tickets();
  expect(ticket).toMatchObject({ threadId: ts, subject: "The export button is gone since Monday." });
  expect(first.text).toMatch(new RegExp(`Ticket #${ticket?.id} is open.*/p${ts.replace(".", "")}`, "u"));
  expect(second.text).toContain("There is a ticket for this already");
  await world.answer(ticket?.id ?? 0);
  expect(JSON.stringify(world.slack.messages(world.agents))).toContain("Carl");
});

test("a message becomes a bug report by the menu, once, and goes to people", async () => {
  const world = await aWorld();
  const ts = world.slack.say(world.people.ada, world.support, "The export is empty since Monday.");
  const [asked] = await world.tickets();

  await world.slack.messageShortcut(world.people.ada, world.support, ts, "report_bug");
  const first = await whisper(world);
  await world.slack.messageShortcut(world.people.ada, world.support, ts, "report_bug");
  await world.slack.waitFor(() => whispers(world)[1]);

  expect(first.text).toMatch(new RegExp(`Reported as a bug: ticket #${asked?.id}\\. News comes in <`, "u"));
  expect(await world.tickets()).toMatchObject([{ type: "bug", status: "escalated" }]);
  expect(world.slack.errors).toEqual([]);
});

test("who only reads along makes a bug ticket of somebody's message and sends nobody", async () => {
  const world = await aWorld();
  const general = world.slack.addChannel({ name: "general" });
  const ts = world.slack.say(world.people.carl, general, "The export is empty since Monday.");

  await world.slack.messageShortcut(world.people.ada, general, ts, "report_bug");
  await whisper(world);

  expect(await world.tickets()).toMatchObject([{ type: "bug", status: "new" }]);
});

test("a message where the bot is not makes no ticket and says what to do", async () => {
  const world = await aWorld();
  const secret = world.slack.addChannel({ name: "secret", isPrivate: true, botIsMember: false });
  const ts = world.slack.say(world.people.ada, secret, "The export button is gone.");

  await world.slack.messageShortcut(world.people.ada, secret, ts, "make_ticket");

  expect((await whisper(world)).text).toContain("Invite me with /invite");
  await world.tickets(0);
});

test("a message of an app makes no ticket", async () => {
  const world = await aWorld();
  const ts = world.slack.mention(world.people.ada, world.support, "");
  await world.slack.settled();
  await world.deliver();
  const greeting = world.slack.thread(world.support, ts).at(-1)?.ts ?? "";

  await world.slack.messageShortcut(world.people.ada, world.support, greeting, "make_ticket");

  expect((await whisper(world)).text).toContain("not written by a person");
});

test("the global shortcut opens the form", async () => {
  const world = await aWorld();

  await world.slack.globalShortcut(world.people.ada, "new_ticket");
  await world.slack.waitFor((slack) => slack.views().length === 1);
  const result = await world.slack.submitView(world.slack.views()[0]?.id ?? "", { ...FILLED, type: null });

  expect(result.errors).toBeNull();
  expect(await world.tickets()).toMatchObject([{ isDirect: true }]);
});

test("a global shortcut that fails says so in a direct message", async () => {
  const world = await aWorld();
  world.slack.fail("views.open", "expired_trigger_id");

  await world.slack.globalShortcut(world.people.ada, "new_ticket");
  await world.slack.waitFor((slack) => slack.dms(world.people.ada).length === 1);

  expect(world.slack.dms(world.people.ada)[0]?.text).toContain("Please try again.");
});

test("the Home tab shows a person's tickets and opens the form", async () => {
  const world = await aWorld();
  world.slack.say(world.people.ada, world.support, "How do I log in?");
  await world.tickets();

  world.slack.openAppHome(world.people.ada);
  const home = await world.slack.waitFor((slack) => slack.home(world.people.ada));
  await world.slack.clickView(home.id, "menu:new");
  await world.slack.waitFor((slack) => slack.views().length === 1);

  expect(JSON.stringify(home.view)).toContain("How do I log in?");
  expect(world.slack.errors).toEqual([]);
});

test("the Messages tab offers ways to begin", async () => {
  const world = await aWorld();

  world.slack.openAppHome(world.people.ada, "messages");
  await world.slack.settled();

  expect(world.slack.calls("assistant.threads.setSuggestedPrompts")).toMatchObject([{ ok: true }]);
});
