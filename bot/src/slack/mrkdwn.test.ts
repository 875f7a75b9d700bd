import { expect, test } from "vitest";
import { escapeMrkdwn, fromMrkdwn, linkMrkdwn } from "./mrkdwn.ts";

const names = {
  user: (id: string) => (id === "U0ADA" ? "Ada" : null),
  emoji: (name: string) => (name === "tada" ? "🎉" : null),
};
const read = (text: string): string => fromMrkdwn(text, names);

test.each([
  ["entities", "a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"],
  ["an entity of an entity", "&amp;lt;", "&lt;"],
  ["a person", "ask <@U0ADA> please", "ask @Ada please"],
  ["a person with a label", "ask <@U0BEA|bea>", "ask @bea"],
  ["an unknown person", "ask <@U0XYZ>", "ask @somebody"],
  ["a channel with its name", "in <#C0123456|general>", "in #general"],
  ["a channel without its name", "in <#C0123456>", "in <#C0123456>"],
  ["everybody", "<!channel> and <!here|here>", "channel and here"],
  ["a group", "<!subteam^S0123456|@helpers>", "helpers"],
  ["a bare link", "see <https://x.dev/a>", "see https://x.dev/a"],
  ["a link with a label", "see <https://x.dev/a|the guide>", "see [the guide](https://x.dev/a)"],
  ["a link that Slack made of a name", "see <http://x.dev|x.dev>", "see http://x.dev"],
  ["a mail address", "<mailto:a@x.dev|a@x.dev>", "a@x.dev"],
  ["bold", "*really* bold, 2 * 3 * 4", "**really** bold, 2 * 3 * 4"],
  ["an emoji", "it works :tada: :custom:", "it works 🎉 :custom:"],
  ["inline code", "run `a &lt; *b*`", "run `a < *b*`"],
  ["a code block", "so:\n```first\nsecond```", "so:\n\n```\nfirst\nsecond\n```\n"],
  ["a code block on lines of its own", "```\nx\n```", "```\nx\n```"],
])("in Slack's notation, %s becomes Markdown", (_, mrkdwn, markdown) => {
  expect(read(mrkdwn)).toBe(markdown);
});

test("text is escaped for Slack, and no more than Slack asks", () => {
  expect(escapeMrkdwn(`<!here> & "quotes"`)).toBe(`&lt;!here&gt; &amp; "quotes"`);
});

test("a link's label can't end the link", () => {
  expect(linkMrkdwn("a>b|c", "https://x.dev/")).toBe("<https://x.dev/|a&gt;b¦c>");
  expect(linkMrkdwn("click", "javascript:alert(1)")).toBe("click");
});
