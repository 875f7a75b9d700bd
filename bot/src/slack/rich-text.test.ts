import { expect, test } from "vitest";
import { toPlainText, toRichText } from "./rich-text.ts";

const elements = (markdown: string) => toRichText(markdown)?.elements ?? [];
const section = (...inner: object[]) => ({ type: "rich_text_section", elements: inner });
const text = (value: string, style?: object) => ({ type: "text", text: value, ...(style ? { style } : {}) });

test("paragraphs become one section with blank lines between", () => {
  expect(elements("One.\n\nTwo.")).toEqual([section(text("One.\n\nTwo."))]);
});

test("styles, code and links are elements of their own", () => {
  expect(elements("Open **Settings**, run `npm i` or _read_ [the guide](https://x.dev/a).")).toEqual([
    section(
      text("Open "),
      text("Settings", { bold: true }),
      text(", run "),
      text("npm i", { code: true }),
      text(" or "),
      text("read", { italic: true }),
      text(" "),
      { type: "link", url: "https://x.dev/a", text: "the guide" },
      text("."),
    ),
  ]);
});

test("a bare address becomes a link without the full stop behind it", () => {
  expect(elements("See https://x.dev/a.")).toEqual([
    section(text("See "), { type: "link", url: "https://x.dev/a" }, text(".")),
  ]);
});

test("an address that is no web address stays text", () => {
  expect(elements("[click](javascript:alert(1)) and [here](../other.md)")).toEqual([
    section(text("click and here")),
  ]);
});

test("mentions in Slack's notation stay plain words", () => {
  const said = JSON.stringify(elements("<!channel> <@U0123456> <!here|here> @everyone <!subteam^S0123456>"));

  expect(said).not.toMatch(/"type":"(?:user|broadcast|usergroup)"/u);
  expect(said).toContain("<@U0123456>");
});

test("a channel's id becomes a link to the channel, which notifies nobody", () => {
  expect(elements("Invite me to <#C0123456>.")).toEqual([
    section(text("Invite me to "), { type: "channel", channel_id: "C0123456" }, text(".")),
  ]);
});

test("code keeps every character", () => {
  expect(elements("```ts\nif (a < b && c) return `<!channel>`;\n```")).toEqual([
    { type: "rich_text_preformatted", elements: [text("if (a < b && c) return `<!channel>`;")] },
  ]);
});

test("lists nest by indent", () => {
  expect(elements("- a\n  - b\n- c")).toEqual([
    { type: "rich_text_list", style: "bullet", elements: [section(text("a"))] },
    { type: "rich_text_list", style: "bullet", indent: 1, elements: [section(text("b"))] },
    { type: "rich_text_list", style: "bullet", elements: [section(text("c"))] },
  ]);
});

test("simple steps are an ordered list", () => {
  expect(elements("1. a\n2. b")).toEqual([
    { type: "rich_text_list", style: "ordered", elements: [section(text("a")), section(text("b"))] },
  ]);
});

test("steps with code between them keep their numbers", () => {
  expect(elements("1. Install:\n\n   ```\n   npm i\n   ```\n2. Start it")).toEqual([
    section(text("1. Install:")),
    { type: "rich_text_preformatted", elements: [text("npm i")] },
    section(text("\n2. Start it")),
  ]);
});

test("a quote keeps its paragraphs together and marks its code", () => {
  expect(elements("> One.\n>\n> Two.\n>\n> ```\n> code\n> ```")).toEqual([
    { type: "rich_text_quote", elements: [text("One.\n\nTwo.")] },
    { type: "rich_text_preformatted", elements: [text("code")], border: 1 },
  ]);
});

test("a table stays readable in code", () => {
  expect(elements("| a | b |\n| - | - |\n| 1 | 2 |")).toEqual([
    { type: "rich_text_preformatted", elements: [text("| a | b |\n| - | - |\n| 1 | 2 |")] },
  ]);
});

test("a lead stands in bold before the first words", () => {
  expect(toRichText("Hello.\n\nBye.", "Ada:")?.elements).toEqual([
    section(text("Ada:", { bold: true }), text(" Hello.\n\nBye.")),
  ]);
});

test("nothing to show is null", () => {
  expect(toRichText("  \n")).toBeNull();
});

test("plain text has the words alone", () => {
  expect(toPlainText("# Title\n\n- **one**\n- `two`\n\n> [three](https://x.dev)")).toBe(
    "Title\none\ntwo\nthree",
  );
});

test("a text of more than a thousand lines is shown as it is written", () => {
  const lines = "a\n=\n".repeat(600);

  expect(elements(lines)).toEqual([section(text(lines))]);
  expect(toPlainText(lines)).toBe(lines);
});
