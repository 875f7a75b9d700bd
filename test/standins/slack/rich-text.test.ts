import { expect, test } from "vitest";
import { escapeText, toRichText } from "./rich-text.ts";

test.each([
  ["a & b", "a &amp; b"],
  ["a &amp; b", "a &amp; b"],
  ["1 < 2 > 0", "1 &lt; 2 &gt; 0"],
  ["<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"],
  ["<@U0123456789> <!here>", "<@U0123456789> <!here>"],
  ["<https://a.io?x=1&amp;y|a>", "<https://a.io?x=1&amp;y|a>"],
  ["<!script> <@ann>", "&lt;!script&gt; &lt;@ann&gt;"],
])("the text %j is stored as %j", (text, stored) => {
  expect(escapeText(text)).toBe(stored);
});

test("mentions, links and code become elements of rich text", () => {
  const { elements } = toRichText(
    "hi <@U0123456789>, see <https://a.io|this> &amp; ```x &lt; y``` <!channel>",
  );

  expect(elements).toEqual([
    {
      type: "rich_text_section",
      elements: [
        { type: "text", text: "hi " },
        { type: "user", user_id: "U0123456789" },
        { type: "text", text: ", see " },
        { type: "link", url: "https://a.io", text: "this" },
        { type: "text", text: " & " },
      ],
    },
    { type: "rich_text_preformatted", elements: [{ type: "text", text: "x < y" }] },
    {
      type: "rich_text_section",
      elements: [
        { type: "text", text: " " },
        { type: "broadcast", range: "channel" },
      ],
    },
  ]);
});
