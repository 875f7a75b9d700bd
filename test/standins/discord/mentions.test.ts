import { expect, test } from "vitest";
import { refusal, sendable, startPair } from "./client.fixture.ts";
import type { Pair } from "./client.fixture.ts";

test("a message without allowed_mentions pings everything that it names", async () => {
  await using pair = await startPair();
  const { ann, role, channelId, post } = await prepare(pair);

  await post({ content: `@everyone <@${ann}> <@&${role}>` });

  expect(pair.discord.notifications(channelId)).toMatchObject([
    { everyone: true, users: [ann], roles: [role], silent: false },
  ]);
});

test("with an empty parse nobody is pinged, and ids let through only whom they name", async () => {
  await using pair = await startPair();
  const { ann, ben, role, channelId, post } = await prepare(pair);
  const content = `@everyone @here <@${ann}> <@${ben}> <@&${role}>`;

  await post({ content, allowed_mentions: { parse: [] } });
  await post({ content, allowed_mentions: { users: [ann] } });
  await post({ content, allowed_mentions: { parse: ["roles"] } });

  expect(pair.discord.notifications(channelId)).toMatchObject([
    { everyone: false, users: [ann], roles: [] },
    { everyone: false, users: [], roles: [role] },
  ]);
});

test("code and embeds never ping, unknown people neither, and the silent flag is told", async () => {
  await using pair = await startPair();
  const { ann, channelId, post } = await prepare(pair);

  await post({ content: "`@everyone` ```\n@here\n```", embeds: [{ description: `<@${ann}>` }] });
  await post({ content: "<@123456789012345678>" });
  await post({ content: `<@${ann}>`, flags: 1 << 12 });

  expect(pair.discord.notifications(channelId)).toMatchObject([{ users: [ann], silent: true }]);
});

test("everyone and closed roles take the permission", async () => {
  await using pair = await startPair();
  const { discord } = pair;
  const { channelId, post } = await prepare(pair);
  const closed = discord.addRole({ name: "staff" });

  await post({ content: `<@&${closed.id}>` });
  discord.removePermission(channelId, "MENTION_EVERYONE");
  await post({ content: `@everyone <@&${closed.id}>` });

  expect(discord.notifications(channelId)).toMatchObject([{ everyone: false, roles: [closed.id] }]);
});

test("a reply pings whom it answers unless it says otherwise", async () => {
  await using pair = await startPair();
  const { discord } = pair;
  const { ann, channelId, post } = await prepare(pair);
  const { id } = discord.say(ann, channelId, "?");
  const message_reference = { message_id: id };

  await post({ content: "a", message_reference });
  await post({ content: "b", message_reference, allowed_mentions: { parse: [], replied_user: false } });
  await post({ content: "c", message_reference, allowed_mentions: { parse: [], replied_user: true } });

  expect(discord.notifications(channelId).map((each) => each.users)).toStrictEqual([[ann], [ann]]);
});

test("naming ids and parsing all of the same kind contradict each other", async () => {
  await using pair = await startPair();
  const { ann, post } = await prepare(pair);
  const both = { parse: ["users"], users: [ann] };

  expect(await refusal(post({ content: "x", allowed_mentions: both }))).toBe(
    "50035 MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
  );
  expect(await refusal(post({ content: "x", allowed_mentions: { parse: ["all"] } }))).toMatch(/^50035/);
});

interface Prepared {
  readonly ann: string;
  readonly ben: string;
  readonly role: string;
  readonly channelId: string;
  readonly post: (body: object) => Promise<unknown>;
}

async function prepare({ discord, client }: Pair): Promise<Prepared> {
  const ann = discord.addUser({ name: "ann" }).id;
  const ben = discord.addUser({ name: "ben" }).id;
  const role = discord.addRole({ name: "helpers", mentionable: true }).id;
  const channelId = discord.addTextChannel({ name: "support" }).id;
  await sendable(client, channelId);
  const post = async (body: object): Promise<unknown> =>
    client.rest.post(`/channels/${channelId}/messages`, { body });
  return { ann, ben, role, channelId, post };
}
