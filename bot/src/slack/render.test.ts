import type { Reply } from "@firstline/core";
import { expect, test } from "vitest";
import { MAX_BLOCKS_JSON } from "./limits.ts";
import { renderReply, toActionId } from "./render.ts";

const CUSTOM = { canCustomize: true };
const PLAIN = { canCustomize: false };

const render = (reply: Partial<Reply>, options = PLAIN) =>
  renderReply({ markdown: "Hello.", ...reply }, options);
const types = (reply: Partial<Reply>) => render(reply).blocks.map(({ type }) => type);

test("a reply in Slack stands in the order that people read: title, text, fields, sources, buttons, small print", () => {
  const reply: Reply = {
    title: "#7 Token",
    markdown: "Hello.",
    fields: [{ label: "Asked by", value: "Ada" }],
    sources: [{ articleId: 1, title: "Tokens", url: "https://x.dev/t", excerpt: null }],
    buttons: [[{ action: "ticket_solved", label: "This solved it", value: "7", style: "primary" }]],
    footer: "AI answer",
  };

  expect(types(reply)).toEqual(["header", "rich_text", "section", "context", "actions", "context"]);
});

test("a reply in Slack names sources as links in one line", () => {
  const { blocks } = render({
    sources: [
      { articleId: 1, title: "A & B", url: "https://x.dev/a?q=1|2", excerpt: "…" },
      { articleId: 2, title: "C", url: null, excerpt: null },
    ],
  });

  expect(blocks[1]).toEqual({
    type: "context",
    elements: [{ type: "mrkdwn", text: "Sources: <https://x.dev/a?q=1%7C2|A &amp; B> · C", verbatim: true }],
  });
});

test("a reply in Slack shows the first words of a source that has no address", () => {
  const { blocks } = render({
    sources: [{ articleId: 1, title: "Tokens", url: null, excerpt: "Open\n **Settings**." }],
  });

  expect(blocks[1]).toMatchObject({ elements: [{ text: "*Tokens*: Open **Settings**." }] });
});

test("a reply in Slack gives every button an id that says what it does with what", () => {
  const { blocks } = render({
    buttons: [
      [
        { action: "ticket_rate", label: "1 ★", value: "7:1" },
        { action: "ticket_rate", label: "2 ★★", value: "7:2" },
        { action: "open_link", label: "Open thread", value: "https://x.dev" },
        { action: "open_link", label: "Open issue", value: "https://x.dev/1" },
      ],
    ],
  });

  expect(blocks[1]).toMatchObject({
    type: "actions",
    elements: [
      { action_id: "ticket_rate:7:1", value: "7:1" },
      { action_id: "ticket_rate:7:2", value: "7:2" },
      { action_id: "open_link:2", url: "https://x.dev" },
      { action_id: "open_link:3", url: "https://x.dev/1" },
    ],
  });
  expect(toActionId({ action: "escalation_claim", value: "12" })).toBe("escalation_claim:12");
});

test("a reply in Slack speaks under an agent's name and picture where the token may", () => {
  const author = { name: "Ada", avatarUrl: "https://x.dev/ada.png" };

  expect(render({ author }, CUSTOM)).toMatchObject({ username: "Ada", icon_url: "https://x.dev/ada.png" });
  expect(render({ author }, CUSTOM).text).toBe("Hello.");
});

test("a reply in Slack puts the agent's name before the words where the token may not", () => {
  const message = render({ author: { name: "Ada" } });

  expect(message).not.toHaveProperty("username");
  expect(message.text).toBe("Ada: Hello.");
  expect(message.blocks[0]).toMatchObject({
    elements: [{ elements: [{ text: "Ada:" }, { text: " Hello." }] }],
  });
});

test("a reply in Slack cuts a long answer at a paragraph and says so", () => {
  const paragraph = `${"word ".repeat(100).trim()}.\n\n`;

  const { blocks } = render({ markdown: paragraph.repeat(40) });

  expect(JSON.stringify(blocks[0])).toMatch(/word\.…"/u);
  expect(blocks[1]).toMatchObject({ elements: [{ text: "(message shortened)" }] });
});

test.each([
  ["plain", "word ".repeat(8000)],
  ["many small pieces", "**a** `b` ".repeat(4000)],
  ["quotes and backslashes", '"\\" '.repeat(9000)],
  ["emoji", "🎉".repeat(15_000)],
  ["one code block", `\`\`\`\n${"x = 1;\n".repeat(5000)}\`\`\``],
])("a reply in Slack fits into a message however long it is: %s", (_, markdown) => {
  const message = render({ markdown });

  expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(MAX_BLOCKS_JSON);
  expect(message.text.length).toBeLessThan(4000);
  expect(message.text.isWellFormed()).toBe(true);
});

test("a reply in Slack keeps fields inside their limits without breaking an entity", () => {
  const { blocks } = render({ fields: [{ label: "Why", value: "<&>".repeat(1500) }] });

  const [field] = (blocks[1] as { fields: { text: string }[] }).fields; // a section of fields
  expect(field?.text.length).toBeLessThanOrEqual(2000);
  expect(field?.text).toMatch(/(?:;|…)$/u);
});

test("a reply in Slack takes the power out of everything that a person may have written", () => {
  const evil = "<!channel> <@U0123456> <https://evil.dev|click>";

  const message = render({
    title: evil,
    markdown: evil,
    fields: [{ label: evil, value: evil }],
    sources: [{ articleId: 1, title: evil, url: "https://x.dev", excerpt: null }],
    footer: evil,
    author: { name: evil },
  });

  const mrkdwn = JSON.stringify(
    message.blocks.filter(({ type }) => type === "section" || type === "context"),
  );
  expect(mrkdwn).not.toMatch(/<[!@]/u);
  expect(message.text).not.toMatch(/<[!@]/u);
});

test("a reply in Slack says something even when there is nothing to say", () => {
  expect(render({ markdown: "" })).toMatchObject({ text: "…", blocks: [{ type: "context" }] });
});

test("a reply in Slack mentions people by their ids alone, so that no text can call anybody", () => {
  const { blocks } = render({ mentions: ["U1", "!channel", "U2> <!here"], markdown: "<@U9>" });

  expect(blocks.slice(1)).toEqual([
    { type: "section", text: { type: "mrkdwn", text: "<@U1>", verbatim: true } },
  ]);
  expect(JSON.stringify(blocks[0])).not.toContain('"user"');
});
