import { afterAll, beforeAll, expect, test } from "vitest";
import type { Pair } from "./client.fixture.ts";
import { refusal, startPair } from "./client.fixture.ts";

let pair: Pair;
let channelId: string;

beforeAll(async () => {
  pair = await startPair();
  channelId = pair.discord.addTextChannel({ name: "support" }).id;
});

afterAll(async () => pair[Symbol.asyncDispose]());

const V2 = 1 << 15;
const button = { type: 2, style: 1, label: "A", custom_id: "a" };
const row = (...components: object[]): object => ({ type: 1, components });
const withComponents = (...components: object[]): object => ({ content: "x", components });
const options = (count: number): object[] =>
  Array.from({ length: count }, (_, at) => ({ label: `${at}`, value: `${at}` }));
const select = { type: 3, custom_id: "s", options: options(2) };
const text = (content: string): object => ({ type: 10, content });
const buttons = (count: number): object[] =>
  Array.from({ length: count }, (_, at) => ({ ...button, custom_id: `b${at}` }));

test.each([
  ["2000 characters", { content: "x".repeat(2000) }],
  ["ten embeds", { embeds: Array.from({ length: 10 }, () => ({ title: "x" })) }],
  [
    "five rows of five buttons",
    withComponents(...[0, 1, 2, 3, 4].map((at) => row(...buttons(25).slice(at * 5, at * 5 + 5)))),
  ],
  ["a link button", withComponents(row({ type: 2, style: 5, label: "A", url: "https://example.com" }))],
  [
    "a button with an emoji only",
    withComponents(row({ type: 2, style: 1, custom_id: "a", emoji: { name: "✅" } })),
  ],
  ["a select with 25 options", withComponents(row({ ...select, options: options(25) }))],
  ["40 newer components", { flags: V2, components: Array.from({ length: 40 }, () => text("x")) }],
  [
    "a container with a section",
    {
      flags: V2,
      components: [{ type: 17, components: [{ type: 9, components: [text("x")], accessory: button }] }],
    },
  ],
  ["a nonce of 25 characters", { content: "x", nonce: "n".repeat(25) }],
])("a message with %s is accepted", async (_, body) => {
  expect(await refusal(post(body))).toBe("accepted");
});

test.each([
  ["2001 characters", { content: "x".repeat(2001) }, "BASE_TYPE_MAX_LENGTH"],
  ["a number as content", { content: 5 }, ""],
  ["eleven embeds", { embeds: Array.from({ length: 11 }, () => ({ title: "x" })) }, ""],
  ["a long embed title", { embeds: [{ title: "x".repeat(257) }] }, ""],
  ["a long embed description", { embeds: [{ description: "x".repeat(4097) }] }, ""],
  [
    "26 embed fields",
    { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: "n", value: "v" })) }] },
    "",
  ],
  [
    "an embed field without a value",
    { embeds: [{ fields: [{ name: "n", value: " " }] }] },
    "BASE_TYPE_REQUIRED",
  ],
  ["an embed footer that is too long", { embeds: [{ footer: { text: "x".repeat(2049) } }] }, ""],
  [
    "embeds of more than 6000 characters",
    { embeds: [{ description: "x".repeat(4000) }, { description: "x".repeat(2001) }] },
    "MAX_EMBED_SIZE_EXCEEDED",
  ],
  ["an embed with nothing in it", { embeds: [{}] }, "BASE_TYPE_REQUIRED"],
  [
    "an embed with a script as link",
    { embeds: [{ title: "x", url: "javascript:alert(1)" }] },
    "URL_TYPE_INVALID_SCHEME",
  ],
  [
    "a button without a custom id",
    withComponents(row({ type: 2, style: 1, label: "A" })),
    "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
  ],
  ["a custom id of 101 characters", withComponents(row({ ...button, custom_id: "x".repeat(101) })), ""],
  ["two components of one custom id", withComponents(row(button, button)), "COMPONENT_CUSTOM_ID_DUPLICATED"],
  ["a label of 81 characters", withComponents(row({ ...button, label: "x".repeat(81) })), ""],
  [
    "a button with neither label nor emoji",
    withComponents(row({ type: 2, style: 1, custom_id: "a" })),
    "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
  ],
  [
    "a link button without a link",
    withComponents(row({ type: 2, style: 5, label: "A" })),
    "BASE_TYPE_REQUIRED",
  ],
  [
    "a button with both link and custom id",
    withComponents(row({ ...button, style: 5, url: "https://example.com" })),
    "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
  ],
  ["a button of no known style", withComponents(row({ ...button, style: 9 })), ""],
  ["six buttons in a row", withComponents(row(...buttons(6))), ""],
  ["a select beside a button", withComponents(row(button, select)), "COMPONENT_LAYOUT_WIDTH_EXCEEDED"],
  ["six rows", withComponents(...buttons(6).map((each) => row(each))), ""],
  ["an empty row", withComponents(row()), ""],
  ["a button outside a row", withComponents(button), ""],
  ["a select with 26 options", withComponents(row({ ...select, options: options(26) })), ""],
  [
    "a select with two options of one value",
    withComponents(row({ ...select, options: [options(1)[0], options(1)[0]] })),
    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
  ],
  ["a text input", withComponents(row({ type: 4, custom_id: "t", style: 1, label: "T" })), ""],
  [
    "41 newer components",
    { flags: V2, components: [...Array.from({ length: 40 }, () => text("x")), row(button)] },
    "",
  ],
  [
    "4001 characters of newer text",
    { flags: V2, components: [text("x".repeat(4000)), text("x")] },
    "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
  ],
  [
    "newer components beside embeds",
    { flags: V2, embeds: [{ title: "x" }], components: [text("x")] },
    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
  ],
  [
    "a section without an accessory",
    { flags: V2, components: [{ type: 9, components: [text("x")] }] },
    "BASE_TYPE_REQUIRED",
  ],
  ["a nonce of 26 characters", { content: "x", nonce: "n".repeat(26) }, ""],
  [
    "an attachment that was not uploaded",
    { content: "x", attachments: [{ id: "0" }] },
    "ATTACHMENT_NOT_FOUND",
  ],
])("a message with %s is refused", async (_, body, code) => {
  const given = await refusal(post(body));

  expect(given).toMatch(/^50035 /);
  expect(given).toContain(code);
});

test("a message with nothing in it is empty, whatever the form", async () => {
  expect(await refusal(post({}))).toBe("50006");
  expect(await refusal(post({ content: "\n \t" }))).toBe("50006");
  expect(await refusal(post({ flags: V2, components: [] }))).toBe("50006");
});

async function post(body: object): Promise<unknown> {
  return pair.client.rest.post(`/channels/${channelId}/messages`, { body });
}
