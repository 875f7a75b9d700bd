import { expect, test } from "vitest";
import { isBareMention, toIncomingMessage, toPersonMessage } from "./to-core.ts";
import type { SlackEventMessage } from "./to-core.ts";

const BOT = "U0BOT0000";
const directory = {
  find: async (externalId: string) => ({ platform: "slack" as const, externalId, name: "Ada" }),
  knownName: (id: string) => (id === "U0BEA0000" ? "Bea" : null),
};

function anEvent(changes: Partial<SlackEventMessage> = {}): SlackEventMessage {
  const event = {
    type: "message",
    channel: "C0123456",
    ts: "1763812800.000100",
    user: "U0ADA0000",
    text: "Help?",
  };
  return { ...event, ...changes };
}

async function incoming(changes: Partial<SlackEventMessage>) {
  const message = toPersonMessage(anEvent(changes));
  if (!message) throw new Error("no person wrote this");
  return toIncomingMessage(message, { workspaceId: 1, botUserId: BOT, directory });
}

test.each(["channel_join", "channel_topic", "bot_message", "pinned_item", "huddle_thread", "tombstone"])(
  "a message event that nobody wrote (%s) is left alone",
  (subtype) => {
    expect(toPersonMessage(anEvent({ subtype }))).toBeNull();
  },
);

test("a message event of a bot is left alone, whichever way Slack marks it", () => {
  expect(toPersonMessage(anEvent({ bot_id: "B0123456" }))).toBeNull();
  expect(toPersonMessage(anEvent({ user: "USLACKBOT" }))).toBeNull();
  expect(toPersonMessage({ type: "message", channel: "C0123456", ts: "1.2" })).toBeNull();
});

test("a message event of the first message of a thread stands at the top of the channel", async () => {
  expect(await incoming({ thread_ts: "1763812800.000100" })).toMatchObject({ threadId: null });
  expect(await incoming({ thread_ts: "1763812700.000100" })).toMatchObject({
    threadId: "1763812700.000100",
  });
});

test("a message event loses the bot's name and the sign behind it", async () => {
  expect(await incoming({ text: `<@${BOT}>: how do I log in?` })).toMatchObject({
    text: "how do I log in?",
    mentionsUs: true,
    mentionsOthers: false,
  });
});

test("a message event for somebody else keeps their name", async () => {
  expect(await incoming({ text: "<@U0BEA0000> can you look?" })).toMatchObject({
    text: "@Bea can you look?",
    mentionsUs: false,
    mentionsOthers: true,
  });
});

test("a message event with files names them", async () => {
  const files = [{ name: "screenshot.png" }, { name: null, title: "Log" }];

  expect(await incoming({ subtype: "file_share", text: "", files })).toMatchObject({
    text: "(attached: screenshot.png, Log)",
  });
});

test("a message event shows real emoji", async () => {
  const emoji = { type: "emoji", name: "tada", unicode: "1f389" };
  const blocks = [{ type: "rich_text", elements: [{ type: "rich_text_section", elements: [emoji] }] }];

  expect(await incoming({ text: "works :tada:", blocks })).toMatchObject({ text: "works 🎉" });
});

test("a message event in a direct message is direct", async () => {
  expect(await incoming({ channel: "D0123456", channel_type: "im" })).toMatchObject({ isDirect: true });
});

test("a message event with nothing but the bot's name is a bare mention", () => {
  const bare = (text: string): boolean => {
    const message = toPersonMessage(anEvent({ text }));
    return message !== null && isBareMention(message, BOT);
  };

  expect(bare(`<@${BOT}>`)).toBe(true);
  expect(bare(`hey? <@${BOT}> !!`)).toBe(false);
  expect(bare(`<@${BOT}> 🙏`)).toBe(true);
  expect(bare("nothing")).toBe(false);
});
