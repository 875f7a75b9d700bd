import type { WebClient } from "@slack/web-api";
import { afterEach, expect, test } from "vitest";
import { DEFAULT_SCOPES, type SlackOptions, type SlackStandin, startSlack } from "./index.ts";
import { toObject, toObjects, toText } from "./json.ts";
import { errorOf, newClient } from "./support.ts";

interface Scene {
  slack: SlackStandin;
  client: WebClient;
  ann: string;
  channel: string;
}

const running: SlackStandin[] = [];

afterEach(async () => {
  for (const slack of running.splice(0)) await slack.stop();
});

async function scene(options: SlackOptions = {}): Promise<Scene> {
  // Nobody listens for events here, so none is tried again.
  const slack = await startSlack({ retryDelaysMs: [], ...options });
  running.push(slack);
  const ann = slack.addUser({ name: "ann", realName: "Ann Smith" });
  return { slack, client: newClient(slack), ann, channel: slack.addChannel({ name: "help" }) };
}

test("auth.test tells who the bot is and which scopes it has", async () => {
  const { slack, client } = await scene({ scopes: ["chat:write", "users:read"] });

  const answer = await client.auth.test();

  expect(answer).toMatchObject({
    ok: true,
    user_id: slack.botUserId,
    bot_id: slack.botId,
    team_id: slack.teamId,
  });
  expect(answer.response_metadata?.scopes).toEqual(["chat:write", "users:read"]);
});

test("wrong, missing and revoked tokens, wrong kinds of token and missing scopes are refused", async () => {
  const { slack, client, channel } = await scene({ scopes: ["users:read"] });
  const post = { channel, text: "hello" };

  const wrong = await errorOf(client.chat.postMessage({ ...post, token: "xoxb-wrong" }));
  const kind = await errorOf(client.chat.postMessage({ ...post, token: slack.appToken }));
  const none = await fetch(`${slack.apiUrl}auth.test`, { method: "POST" });
  const missing = await client.chat.postMessage(post).catch((error: unknown) => error);
  slack.revokeToken();
  const revoked = await errorOf(client.auth.test());

  expect([wrong, kind, revoked]).toEqual(["invalid_auth", "not_allowed_token_type", "token_revoked"]);
  expect(await none.json()).toEqual({ ok: false, error: "not_authed" });
  expect(missing).toMatchObject({
    data: { error: "missing_scope", needed: "chat:write", provided: "users:read" },
  });
});

test("a post keeps its blocks, metadata and thread, and can be read back", async () => {
  const { slack, client, ann, channel } = await scene();
  const parent = slack.say(ann, channel, "a question");
  const metadata = { event_type: "answer", event_payload: { delivery: "d-1" } };
  const blocks = [{ type: "section" as const, text: { type: "mrkdwn" as const, text: "*yes*" } }];

  const posted = await client.chat.postMessage({ channel, thread_ts: parent, text: "yes", blocks, metadata });
  const full = await client.conversations.replies({ channel, ts: parent, include_all_metadata: true });
  const lean = await client.conversations.replies({ channel, ts: parent });

  expect(posted.message).toMatchObject({
    bot_id: slack.botId,
    thread_ts: parent,
    parent_user_id: ann,
    metadata,
  });
  expect(full.messages).toMatchObject([
    { ts: parent, reply_count: 1, reply_users: [slack.botUserId] },
    {
      ts: posted.ts,
      metadata,
      blocks: [{ type: "section", block_id: expect.any(String), text: { verbatim: false } }],
    },
  ]);
  expect(lean.messages?.[1]?.metadata).toEqual({ event_type: "answer" });
  expect(slack.errors).toEqual([]);
});

test("posts that Slack does not take are refused with its own codes", async () => {
  const { slack, client, ann, channel } = await scene();
  const outside = slack.addChannel({ name: "outside", botIsMember: false });
  const secret = slack.addChannel({ name: "secret", isPrivate: true, botIsMember: false });
  const old = slack.addChannel({ name: "old" });
  slack.archive(old);
  const join = slack.join(ann, channel);
  const text = "hello";

  const codes = {
    unknown: await errorOf(client.chat.postMessage({ channel: "C0000000000", text })),
    secret: await errorOf(client.chat.postMessage({ channel: secret, text })),
    outside: await errorOf(client.chat.postMessage({ channel: outside, text })),
    archived: await errorOf(client.chat.postMessage({ channel: old, text })),
    long: await errorOf(client.chat.postMessage({ channel, text: "x".repeat(40_001) })),
    empty: await errorOf(client.chat.postMessage({ channel, text: "  " })),
    both: await errorOf(client.chat.postMessage({ channel, markdown_text: "a", text })),
    thread: await errorOf(client.chat.postMessage({ channel, text, thread_ts: "1700000000.000001" })),
    join: await errorOf(client.chat.postMessage({ channel, text, thread_ts: join })),
    blocks: await errorOf(client.chat.postMessage({ channel, text, blocks: [{ type: "section" }] })),
    stray: await errorOf(client.apiCall("chat.postMessage", { channel, text, blocks: "[{" })),
    metadata: await errorOf(
      client.apiCall("chat.postMessage", { channel, text, metadata: { event_type: "a" } }),
    ),
    method: await errorOf(client.apiCall("chat.postMassage", {})),
  };

  expect(codes).toEqual({
    unknown: "channel_not_found",
    secret: "channel_not_found",
    outside: "not_in_channel",
    archived: "is_archived",
    long: "msg_too_long",
    empty: "no_text",
    both: "markdown_text_conflict",
    thread: "thread_not_found",
    join: "cannot_reply_to_message",
    blocks: "invalid_blocks",
    stray: "invalid_blocks_format",
    metadata: "invalid_metadata_schema",
    method: "unknown_method",
  });
  expect(slack.messages(channel).filter(({ botId }) => botId !== undefined)).toEqual([]);
});

test("an unknown argument is let pass, as Slack does, but listed among the errors", async () => {
  const { slack, client, channel } = await scene();

  const answer = await client.apiCall("chat.postMessage", { channel, text: "hello", thread: "1" });

  expect(answer.ok).toBe(true);
  expect(slack.errors).toMatchObject([
    { where: "chat.postMessage", error: "unknown_argument", detail: "thread" },
  ]);
});

test("an update keeps blocks and metadata that it leaves out, and takes away empty ones", async () => {
  const { slack, client, channel } = await scene();
  const blocks = [{ type: "divider" as const }];
  const metadata = { event_type: "answer", event_payload: {} };
  const { ts = "" } = await client.chat.postMessage({ channel, text: "one", blocks, metadata });

  await client.chat.update({ channel, ts, text: "two" });
  const kept = structuredClone(slack.messages(channel).at(-1));
  await client.apiCall("chat.update", { channel, ts, text: "three", blocks: [], metadata: {} });
  const [bare] = slack.messages(channel);

  expect(kept).toMatchObject({
    text: "two",
    sentBlocks: blocks,
    metadata,
    edited: { user: slack.botUserId },
  });
  expect(bare).toMatchObject({ text: "three", sentBlocks: [], blocks: [{ type: "rich_text" }] });
  expect(bare?.metadata).toBeUndefined();
});

test("an update is limited to 4,000 bytes of escaped text and to the bot's own messages", async () => {
  const { slack, client, ann, channel } = await scene();
  const { ts = "" } = await client.chat.postMessage({ channel, text: "short" });
  const foreign = slack.say(ann, channel, "mine");

  const long = await errorOf(client.chat.update({ channel, ts, text: "&".repeat(801) }));
  const fits = await errorOf(client.chat.update({ channel, ts, text: "&".repeat(800) }));
  const other = await errorOf(client.chat.update({ channel, ts: foreign, text: "yours" }));
  const gone = await errorOf(client.chat.update({ channel, ts: "1700000000.000001", text: "x" }));

  expect([long, fits, other, gone]).toEqual([
    "msg_too_long",
    "ok",
    "cant_update_message",
    "message_not_found",
  ]);
});

test("a customized name makes an authorless bot_message, and is ignored without the scope", async () => {
  const { slack, client, channel } = await scene();
  const lean = await scene({ scopes: ["chat:write"] });

  await client.chat.postMessage({ channel, text: "from Kim", username: "Kim", icon_emoji: ":wave:" });
  await lean.client.chat.postMessage({ channel: lean.channel, text: "from Kim", username: "Kim" });

  const [named] = slack.messages(channel);
  expect(named).toMatchObject({ subtype: "bot_message", username: "Kim", botId: slack.botId });
  expect(named?.user).toBeUndefined();
  expect(lean.slack.messages(lean.channel)[0]).toMatchObject({ user: lean.slack.botUserId });
  expect(lean.slack.errors).toMatchObject([{ error: "customize_ignored" }]);
});

test("pings are recorded wherever they hide, and escaped ones are none", async () => {
  const { slack, client, ann, channel } = await scene();
  const hidden = { type: "section" as const, text: { type: "mrkdwn" as const, text: `<!here> <@${ann}>` } };
  const plain = { type: "section" as const, text: { type: "plain_text" as const, text: "<!channel>" } };

  await client.chat.postMessage({ channel, text: "&lt;!channel&gt; @everyone", blocks: [plain] });
  await client.chat.postMessage({ channel, text: "<!channel>", blocks: [hidden] });
  await client.chat.postMessage({ channel, text: "@everyone", link_names: true });

  const kinds = slack.notifications(channel).map(({ kind, target }) => target ?? kind);
  expect(kinds).toEqual(["channel", "here", ann, "everyone"]);
});

test("history and lists come in pages", async () => {
  const { slack, client, ann, channel } = await scene();
  for (const text of ["1", "2", "3", "4", "5"]) slack.say(ann, channel, text);
  slack.addChannel({ name: "closed", isPrivate: true, botIsMember: false });
  const pages: (string | undefined)[][] = [];

  for await (const page of client.paginate("conversations.history", { channel, limit: 2 })) {
    pages.push(toObjects(toObject(page)["messages"]).map(({ text }) => toText(text)));
  }
  const listed = await client.conversations.list({ types: "public_channel,private_channel" });
  const cursor = await errorOf(client.conversations.history({ channel, cursor: "nonsense" }));

  expect(pages).toEqual([["5", "4"], ["3", "2"], ["1"]]);
  expect(listed.channels?.map(({ name }) => name)).toEqual(["help"]);
  expect(cursor).toBe("invalid_cursor");
});

test("reactions are unique, named and counted", async () => {
  const { slack, client, ann, channel } = await scene();
  const timestamp = slack.say(ann, channel, "look");
  const target = { channel, timestamp };

  const first = await errorOf(client.reactions.add({ ...target, name: "eyes" }));
  const again = await errorOf(client.reactions.add({ ...target, name: "eyes" }));
  const colons = await errorOf(client.reactions.add({ ...target, name: ":eyes:" }));
  const lost = await errorOf(client.reactions.add({ channel, timestamp: "1700000000.000001", name: "eyes" }));
  const absent = await errorOf(client.reactions.remove({ ...target, name: "wave" }));
  const got = await client.reactions.get(target);

  expect([first, again, colons, lost, absent]).toEqual([
    "ok",
    "already_reacted",
    "invalid_name",
    "message_not_found",
    "no_reaction",
  ]);
  expect(got.message?.reactions).toEqual([{ name: "eyes", count: 1, users: [slack.botUserId] }]);
});

test("a streamed answer grows, cannot be updated meanwhile, and ends with its blocks", async () => {
  const { slack, client, ann, channel } = await scene();
  const thread = slack.say(ann, channel, "tell me");
  const recipient = { recipient_user_id: ann, recipient_team_id: slack.teamId };

  const nobody = await errorOf(client.chat.startStream({ channel, thread_ts: thread }));
  const stream = client.chatStream({ channel, thread_ts: thread, ...recipient, buffer_size: 1 });
  await stream.append({ markdown_text: "Hello " });
  const early = await errorOf(client.chat.update({ channel, ts: stream.ts ?? "", text: "no" }));
  await stream.append({ markdown_text: "world" });
  await stream.stop({ blocks: [{ type: "divider" }] });
  const late = await errorOf(client.chat.appendStream({ channel, ts: stream.ts ?? "", markdown_text: "!" }));

  expect([nobody, early, late]).toEqual([
    "missing_recipient_user_id",
    "streaming_state_conflict",
    "message_not_in_streaming_state",
  ]);
  expect(slack.thread(channel, thread)[1]).toMatchObject({
    text: "Hello world",
    streamingState: "completed",
    blocks: [{ type: "rich_text" }, { type: "divider" }],
  });
});

test("people, direct messages and ephemeral messages", async () => {
  const { slack, client, ann, channel } = await scene({
    scopes: DEFAULT_SCOPES.filter((scope) => scope !== "users:read.email"),
  });
  const guest = slack.addUser({ name: "guest" });
  const quiet = slack.addChannel({ name: "quiet", members: [ann] });

  const info = await client.users.info({ user: ann });
  const unknown = await errorOf(client.users.info({ user: "U0000000000" }));
  const dm = await client.conversations.open({ users: ann });
  await client.chat.postMessage({ channel: dm.channel?.id ?? "", text: "psst" });
  await client.chat.postEphemeral({ channel, user: ann, text: "only you" });
  const away = await errorOf(client.chat.postEphemeral({ channel: quiet, user: guest, text: "nobody" }));
  const link = await client.chat.getPermalink({
    channel: slack.openDm(ann),
    message_ts: slack.dms(ann)[0]?.ts ?? "",
  });

  expect(info.user).toMatchObject({ id: ann, real_name: "Ann Smith", is_bot: false });
  expect(info.user?.profile?.email).toBeUndefined();
  expect([unknown, away]).toEqual(["user_not_found", "user_not_in_channel"]);
  expect(slack.dms(ann)).toMatchObject([{ text: "psst" }]);
  expect(slack.ephemerals(ann)).toMatchObject([{ text: "only you", channel }]);
  expect(link.permalink).toMatch(/\/archives\/D[A-Z0-9]+\/p\d{16}$/);
});
