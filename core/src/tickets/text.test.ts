import { expect, test } from "vitest";
import { cleanText, subjectOf, withoutMassMentions } from "./text.ts";

test.each([
  ["Hi all\nHow do I rotate the token? It expired.", "How do I rotate the token?"],
  ["```\nTypeError: x is not a function\n```\nWhy does this fail", "Why does this fail"],
  ["## Deploy broken", "Deploy broken"],
  [
    "Hi team! Hope you're all doing great. How do I rotate the token? It expired.",
    "How do I rotate the token?",
  ],
  [
    "Hello! Last month we moved our community of 300 members to a new server in the basement, since the old one was slow. How do I rotate the token? Thanks!",
    "How do I rotate the token?",
  ],
  ["Thanks a lot!", "Thanks a lot!"],
  ["```only code```", "```only code```"],
])("the subject of %j is %j", (text, subject) => {
  expect(subjectOf(text)).toBe(subject);
});

test("a long subject is cut at a word and says so", () => {
  const subject = subjectOf("word ".repeat(100));

  expect(subject.length).toBeLessThanOrEqual(120);
  expect(subject).toMatch(/word…$/u);
});

test("invisible and control characters are taken out, emoji and line breaks stay", () => {
  expect(cleanText(" a\u200Bb\u0007\u202Ec\r\nd \u{E0041} 👩‍💻 ")).toBe("abc\nd  👩‍💻");
});

test("a message over the limit is cut and ends in an ellipsis", () => {
  const text = cleanText("x".repeat(50_000));

  expect(text).toHaveLength(40_000);
  expect(text.endsWith("…")).toBe(true);
});

test("mentions of everybody lose their power on both platforms", () => {
  expect(withoutMassMentions("<!channel> @everyone @here <!subteam^S123|@devs> <@&42> hi")).toBe(
    "channel everyone here devs role hi",
  );
});

test.each([
  ["@@everyone", "everyone"],
  ["<!@channel>", "channel"],
  ["<!<!here>channel>", "<!herechannel>"],
  [`${"@".repeat(20_000)}here`, "here"],
])("a mass mention inside another is not repeated either", (text, said) => {
  expect(withoutMassMentions(text)).toBe(said);
});

test("mass mentions nested without end are taken out at once", () => {
  const nested = `${"<!@".repeat(10_000)}channel${">".repeat(10_000)}`;

  expect(withoutMassMentions(nested)).not.toMatch(/<!channel>|@(?:channel|here|everyone)/u);
});

test.each(["<a ", ":a", "<@", "#", "`"])("%j over and over has a subject at once", (piece) => {
  const text = piece.repeat(40_000 / piece.length);

  expect(subjectOf(text).length).toBeLessThanOrEqual(121);
});
