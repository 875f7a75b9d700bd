import { receiveMessage, sendAgentMessage, rememberAgent } from "@firstline/core";
import { beforeEach, describe, expect, test } from "vitest";
import { aDesk } from "../support/desk.ts";
import type { Desk } from "../support/desk.ts";
import { refused } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";

const database = await fileDatabase();
let desk: Desk;

beforeEach(async () => {
  desk = await aDesk(database.db);
});

const MASS_MENTION = /@(?:everyone|here|channel)\b|<!(?:channel|here|everyone|subteam)|<@&\d+>/u;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSEEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u200B\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/u;

describe("a question made of", () => {
  test.each([
    ["nothing", ""],
    ["white space", " \n\t "],
    ["zero-width characters", "\u200B\u200B\uFEFF\u2060"],
    ["control characters", "\u0000\u0007\u001B\u0008"],
    ["emoji", "🎉🎉 👍🏽 👩‍👩‍👧"],
    ["emoji names of the platform", ":tada: :+1:"],
    ["signs", "?!?!"],
  ])("%s opens no ticket", async (_, text) => {
    const { outcome } = await receiveMessage(desk.ctx, desk.message({ text }));

    expect(outcome).toBe("ignored");
  });

  test.each([
    ["Markdown", "# How?\n\n* [link](javascript:alert(1)) ![x](http://tracker)\n```sh\nrm -rf /\n```"],
    ["Slack's mrkdwn", "<!channel> *how* do I <https://evil.test|rotate> it? <!subteam^S123|@devs>"],
    ["HTML", "<script>alert(1)</script><img src=x onerror=alert(1)> how do I rotate it?"],
    ["control and direction marks", "How do\u0000 I \u202Erotate\u2066 the \u200Btoken?\u{E0041}"],
    ["mentions of everyone", "@everyone @here <!here> <@&42> <!@channel> how do I rotate it?"],
    ["lone surrogates", "How do I rotate \uD800 it?"],
    ["one endless word", `how ${"a".repeat(39_990)}`],
    ["40,000 characters", `How do I rotate it? ${"x y ".repeat(9_995)}`],
    ["more than any platform allows", `How do I rotate it? ${"lorem ".repeat(20_000)}`],
    ["SQL", "'; drop table tickets; -- how do I rotate it?"],
    ["a template", "{{constructor.constructor('x')()}} ${process.env} how do I rotate it?"],
  ])("%s is kept, handed over and repeated without harm", async (_, text) => {
    const { ticketId } = await desk.ask({ text });
    desk.ctx.model.next(refused);
    await desk.answer(ticketId);
    await desk.deliver();

    const { ticket } = await desk.read(ticketId);
    expect(ticket.status).toBe("escalated");
    expect(ticket.description.length).toBeLessThanOrEqual(40_000);
    expect(ticket.subject.length).toBeLessThanOrEqual(121);
    expect(ticket.description).not.toMatch(UNSEEN);
    expect(desk.slack.posts).toHaveLength(2);
    expect(JSON.stringify(desk.slack.posts)).not.toMatch(MASS_MENTION);
    const events = JSON.stringify((await desk.read(ticketId)).events);
    expect(events).not.toContain("rotate");
  });
});

test("a name that mentions everyone is not repeated as a mention", async () => {
  const author = { platform: "slack" as const, externalId: "U_EVIL", name: "@everyone <!channel>" };
  const { ticketId, ts } = await desk.ask({ author, text: "I want to talk to a human please" });
  await desk.answer(ticketId);
  await receiveMessage(desk.ctx, desk.message({ author, threadId: ts, text: "Is anybody there today?" }));
  const agent = await desk.ctx.db.transaction((tx) =>
    rememberAgent(tx, desk.workspace.id, { ...author, externalId: "U_EVIL_AGENT" }),
  );
  const said = { workspaceId: desk.workspace.id, ticketId, agent, text: "@here I am" };
  await sendAgentMessage(desk.ctx, { ...said, platform: "panel", channelId: "console", messageId: "1" });
  await desk.deliver();

  expect(JSON.stringify([desk.slack.posts, desk.slack.edits])).not.toMatch(MASS_MENTION);
});

test("a message in a channel that nobody configured is nothing to Firstline", async () => {
  expect(await receiveMessage(desk.ctx, desk.message({ channelId: "C_ELSEWHERE" }))).toEqual({
    outcome: "ignored",
  });
});
