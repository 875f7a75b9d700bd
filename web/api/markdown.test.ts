import { describe, expect, test } from "vitest";
import { renderArticle } from "../site/article-html.ts";
import { renderMessage } from "./markdown.ts";

const ATTACKS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "[click](javascript:alert(1))",
  "[click](JaVaScRiPt:alert(1))",
  "[click](java\nscript:alert(1))",
  "[click](data:text/html;base64,PHNjcmlwdD4=)",
  "[click](vbscript:msgbox)",
  "![x](javascript:alert(1))",
  '![x](https://a.example/x.png "onerror=alert(1)")',
  "<a href='javascript:alert(1)'>x</a>",
  "<svg/onload=alert(1)>",
  "<iframe src=https://evil.example></iframe>",
  "<style>*{display:none}</style>",
  "<form action=https://evil.example><button>",
  '"><img src=x onerror=alert(1)>',
  "```html\n</code></pre><script>alert(1)</script>\n```",
  "`<script>alert(1)</script>`",
  "[ref]: javascript:alert(1)\n\n[ref]",
  "<javascript:alert(1)>",
  "<x onclick=alert(1)>tap</x>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "# <b onmouseover=alert(1)>x",
  "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
  "<!--><img src=x onerror=alert(1)>-->",
];

const MARKUP =
  /<(?!\/?(?:a|p|pre|code|em|strong|ul|ol|li|h[1-6]|table|thead|tbody|tr|t[hd]|br|hr|img|span|blockquote|del|div)\b)/iu;

describe.each([
  ["a message", async (text: string) => String(renderMessage(text))],
  [
    "an article",
    async (text: string) => (await renderArticle({ title: "T", content: text, locale: "en" })).html,
  ],
])("in %s", (_, render) => {
  test.each(ATTACKS)("%s stays text", async (attack) => {
    const html = await render(attack);

    expect(html).not.toMatch(MARKUP);
    expect(html).not.toMatch(/<[^>]*\son\w+\s*=/iu);
    expect(html).not.toMatch(/(?:href|src)="(?!https?:|mailto:|#|\/)[^"]*:/iu);
  });
});

test("HTML that somebody wrote is shown, not lost", () => {
  expect(String(renderMessage("Use <Button> here"))).toBe("<p>Use &#x3C;Button> here</p>");
});

test("ordinary Markdown keeps its meaning", () => {
  const html = String(renderMessage("**Run** `npm start`:\n\n1. one\n2. two\n\n```ts\nconst a = 1;\n```"));

  expect(html).toContain("<strong>Run</strong> <code>npm start</code>");
  expect(html).toContain("<ol>");
  expect(html).toContain('<code class="language-ts">const a = 1;');
});

test("a message shows pictures as links", () => {
  const markdown = "![The menu](https://a.example/menu.png)";

  expect(String(renderMessage(markdown))).toContain(
    '<a href="https://a.example/menu.png" rel="noopener noreferrer nofollow" target="_blank">The menu</a>',
  );
});

test("text cannot take over an id of the page", () => {
  const html = String(renderMessage('<p id="composer">x</p>\n\nA note[^composer].\n\n[^composer]: Text'));

  expect(html).not.toMatch(/<[^>]*\sid=/u);
});

test.each([
  ["quotations", "> ".repeat(20_000)],
  ["quotations without spaces", ">".repeat(40_000)],
  ["lists", "- ".repeat(20_000)],
  ["numbered lists", "1. ".repeat(13_000)],
  ["all of them", "> - 1. * ".repeat(4_000)],
  ["a deep line below a normal one", `Hello\n\n   ${"> ".repeat(20_000)}`],
  ["links", `${"[".repeat(8_000)}a${"](b)".repeat(8_000)}`],
  ["footnotes", "[^a]".repeat(10_000)],
])("%s without end are shown as text, at once", (_, markdown) => {
  const started = performance.now();

  const html = String(renderMessage(markdown));

  expect(html).toMatch(/^<div class="plain">/u);
  expect(performance.now() - started).toBeLessThan(500);
});

test("rulers and tables with long lines stay what they are", () => {
  const html = String(
    renderMessage(`a\n\n${"-".repeat(60)}\n\n| a | b |\n|${"-".repeat(40)}|${"-".repeat(40)}|\n| 1 | 2 |`),
  );

  expect(html).toContain("<hr>");
  expect(html).toContain("<td>1</td>");
});
