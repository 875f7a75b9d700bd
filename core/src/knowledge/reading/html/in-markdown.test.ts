import { expect, test } from "vitest";
import { plainMarkdown } from "./in-markdown.ts";

test.each([
  ["Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.", "Press `Ctrl`+`C`."],
  ["See <a class=x href='https://a.example/b'>the docs</a>.", "See [the docs](https://a.example/b)."],
  ["<b>Bold</b> and <em> soft </em>, H<sub>2</sub>O", "**Bold** and  *soft* , H2O"],
  ["one<br>two<br/><br />three", "one\ntwo\nthree"],
  ["# Title <small>now</small><br>here", "# Title now here"],
  ["| a | b |\n| - | - |\n| x<br>y | <code>z</code> |", "| a | b |\n| - | - |\n| x y | `z` |"],
  [
    "| a | b |\n| --- | --- |\n| `x` | <ul><li>one</li><li>two</li></ul> |\n| y | <p>z</p> |",
    "| a | b |\n| --- | --- |\n| `x` |   • one  • two   |\n| y |  z  |",
  ],
  ['# New <Badge type="tip" text="2.0" />\n\n<Player :src="a" />\n\nEnd.', "# New \n\n\n\nEnd."],
  ["<Steps>\n\n1. One\n2. Set `<Steps>`\n\n</Steps>", "\n\n1. One\n2. Set `<Steps>`"],
  [
    "- one <span class='x'>two</span>\n  ```html\n  <p>kept</p>\n  ```",
    "- one two\n  ```html\n  <p>kept</p>\n  ```",
  ],
  ["<!-- hidden -->\n\nShown <!-- not this --> text.", "Shown  text."],
  [
    '<p align="center"><img src="https://a.example/l.png" alt="Logo"></p>\n\nText',
    "![Logo](https://a.example/l.png)\n\nText",
  ],
  ["<script>\nlet a;\n\nlet b;\n</script>\n\nText", "Text"],
  ["<details>\n<summary>Why?</summary>\n\nSince **so**.\n\n</details>", "**Why?**\n\nSince **so**."],
  ["Hello: <ul><li>a</li><li>b</li></ul>", "Hello:\n\n- a\n- b"],
  ["<p>One</p>\n\n<p>Two &amp; three</p>", "One\n\nTwo & three"],
  [
    "<table><tr><th>Plan</th><th>Price</th></tr>\n\n<tr><td>Free</td><td>0 USD</td></tr></table>",
    "| Plan | Price |\n| --- | --- |\n| Free | 0 USD |",
  ],
])("%j becomes %j", (markdown, plain) => {
  expect(plainMarkdown(markdown)).toBe(plain);
});

test.each([
  ["Set `<b>` or ``<i>a</i>`` in code."],
  ["```html\n<p>code</p>\n```"],
  ["    <p>code</p>"],
  ["Text:\n\n    <b>code</b>\n\nAfter"],
  ["Run `x` with <your-token> and <title>, if a < b and c > d."],
  ["<your-token>"],
  ["Put <Token> in, and Array<String>."],
  [String.raw`Write \<b>this\</b> as it is.`],
  ["[x]: https://a.example/b\n\nSee [x] and <https://a.example>."],
])("%j stays as written", (markdown) => {
  expect(plainMarkdown(markdown)).toBe(markdown);
});

test.each([
  ["x <p>", " ", "x"],
  ["<p>|-|-", " ", "x"],
])("a line of %j and many signs of %j is read in no time", (start, part, end) => {
  const started = performance.now();

  plainMarkdown(`${start}\n${part.repeat(150_000)}${end}`);
  plainMarkdown(`Text <p>\n|-|-${part.repeat(150_000)}${end}`);

  expect(performance.now() - started).toBeLessThan(3_000);
});

test.each([
  ["a<br>"],
  ["<b>"],
  ["<a href='"],
  ["- <p>\n"],
  ["<!--"],
  ["`<i>"],
  ["</b>\n\n"],
  ["<table>\n\n"],
  ["<p>|-"],
  ["</A>"],
  ["<A "],
])("a long text of %j is read in no time", (part) => {
  const started = performance.now();

  plainMarkdown(part.repeat(500_000 / part.length));

  expect(performance.now() - started).toBeLessThan(3_000);
});
