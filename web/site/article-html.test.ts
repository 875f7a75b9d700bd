import { expect, test } from "vitest";
import { renderArticle, renderEntry, renderPlainArticle, renderPost } from "./article-html.ts";

const render = async (content: string, locale = "en"): Promise<string> =>
  (await renderArticle({ title: "Title", content, locale })).html;

test("headings carry the anchors of core, link to themselves and are listed", async () => {
  const { html, headings } = await renderArticle({
    title: "Install",
    content: "# Install\n\n## On Linux\n\nText\n\n## On Linux\n\n### By `apt`",
    locale: "en",
  });

  expect(html).toContain('<span id="install"></span>');
  expect(html).toContain('<h2 id="on-linux"><a class="to-here" href="#on-linux">On Linux</a></h2>');
  expect(html).toContain('<h2 id="on-linux-1">');
  expect(headings).toEqual([
    { level: 2, text: "On Linux", anchor: "on-linux" },
    { level: 2, text: "On Linux", anchor: "on-linux-1" },
    { level: 3, text: "By apt", anchor: "by-apt" },
  ]);
});

test("a heading with a link in it is not wrapped in another one", async () => {
  expect(await render("## See [here](/a)")).toBe('<h2 id="see-here">See <a href="/a">here</a></h2>');
});

test.each([
  ["NOTE", "en", "note", "Note"],
  ["tip", "en", "tip", "Tip"],
  ["IMPORTANT", "en", "important", "Important"],
  ["WARNING", "en", "warning", "Warning"],
  ["Caution", "en", "caution", "Caution"],
])("a quotation that begins with [!%s] is a callout in %s", async (sign, locale, kind, label) => {
  const html = await render(`> [!${sign}]\n> Mind the **gap**.\n>\n> And more.`, locale);

  expect(html).toContain(`<div class="callout ${kind}" role="note"><p class="label">${label}</p>`);
  expect(html).toContain("<p>Mind the <strong>gap</strong>.</p>");
  expect(html).not.toContain("blockquote");
});

test.each(["> [!OTHER]\n> Text", "> Text [!NOTE]", "> [!NOTE] with text behind", "> plain"])(
  "%j stays a quotation",
  async (markdown) => {
    expect(await render(markdown)).toContain("<blockquote>");
  },
);

test("code is colored by classes, without a style attribute", async () => {
  const html = await render("```ts\nconst a = 1; // one\n```");

  expect(html).toContain('<div class="code"><pre tabindex="0"><code>');
  expect(html).toContain('<span class="tk-comment">// one</span>');
  expect(html).not.toContain("style=");
});

test.each([
  ["a language that nobody knows", "```klingon\nQapla'\n```"],
  ["no language", "```\nQapla'\n```"],
  ["a name that objects have, too", "```constructor\nQapla'\n```"],
])("code in %s stays plain", async (_, markdown) => {
  expect(await render(markdown)).toBe('<div class="code"><pre tabindex="0"><code>Qapla\'</code></pre></div>');
});

test("code that is too long stays plain", async () => {
  expect(await render(`\`\`\`ts\n${"const a = 1;\n".repeat(2_000)}\`\`\``)).not.toContain("<span");
});

test("tables scroll in a box and align by class", async () => {
  const html = await render("| a | b |\n|:-:|--:|\n| 1 | 2 |");

  expect(html).toContain('<div class="table" role="group" aria-label="Table" tabindex="0"><table>');
  expect(html).toContain('<td class="center">1</td>');
  expect(html).toContain('<td class="right">2</td>');
});

test("task lists show what is done and cannot be ticked", async () => {
  const html = await render("- [x] one\n- [ ] two");

  expect(html).toContain('<ul class="tasks">');
  expect(html).toContain('<span class="task done" role="img" aria-label="Done"></span> one');
  expect(html).toContain('<span class="task" role="img" aria-label="Open"></span> two');
  expect(html).not.toContain("<input");
});

test("pictures load late and from https only", async () => {
  const html = await render(
    "![A](https://a.example/a.png) ![B](http://a.example/b.png) ![C](../c.png) ![D](data:image/png;base64,AA)",
  );

  expect(html).toContain('<img src="https://a.example/a.png" alt="A" loading="lazy" decoding="async">');
  expect(html).toContain('<a href="http://a.example/b.png" rel="noopener">B</a>');
  expect(html.match(/<img/gu)).toHaveLength(1);
});

test("footnotes lead there and back, under ids that no heading can have", async () => {
  const html = await render("## fn-1\n\nText[^1].\n\n[^1]: Note.");

  expect(html).toContain('href="#user-content-fn-1"');
  expect(html).toContain('<li id="user-content-fn-1">');
  expect(html).toContain('<a href="#user-content-fnref-1" aria-label="Back to the text">');
});

test.each([
  ["the first paragraph", "# Title\n\nHow to **install** it.\n\nMore.", "How to install it."],
  ["a list, where there is nothing else", "- One\n- Two", "One Two"],
  ["nothing", "", ""],
  ["the beginning of what is long", "word ".repeat(60), `${"word ".repeat(31).trim()}…`],
])("the description is %s", async (_, content, description) => {
  expect((await renderArticle({ title: "Title", content, locale: "en" })).description).toBe(description);
});

test.each([
  ["quotations", "> ".repeat(90_000)],
  ["links", `${"[".repeat(800)}a${"](b)".repeat(800)}`],
  ["emphasis", "*a".repeat(60_000)],
  ["towers of lists", `${"- ".repeat(12)}a\n`.repeat(7_500)],
  ["lists in lists", "- a\n  - b\n".repeat(15_000)],
  ["short quotations", "> a\n\n".repeat(30_000)],
  ["a wall of code", `\`\`\`ts\n${"(".repeat(990)}\n\`\`\`\n\n`.repeat(60)],
  ["templates in templates", `\`\`\`js\n${"`${".repeat(300)}\n\`\`\``],
  [
    "many languages",
    ["ts", "py", "rb", "go", "rs", "sql", "vue", "php"].map((l) => `\`\`\`${l}\nx\n\`\`\`\n`).join("\n"),
  ],
])("%s end", { timeout: 20_000 }, async (_, content) => {
  expect(await render(content.slice(0, 200_000))).not.toBe("");
});

test("what cannot be rendered is shown as it was written", () => {
  expect(renderPlainArticle({ title: "T", content: "a <b>\n**c**" })).toEqual({
    html: '<div class="plain">a &#x3C;b>\n**c**</div>',
    headings: [],
    description: "a <b> **c**",
  });
});

test("posts and entries show pictures as links and begin below the page's own headings", () => {
  expect(renderPost("# Big\n\n![x](https://a.example/x.png)")).toBe(
    '<h2>Big</h2>\n<p><a href="https://a.example/x.png" rel="noopener noreferrer nofollow" target="_blank">x</a></p>',
  );
  expect(renderEntry("# Big")).toBe("<h3>Big</h3>");
});

test("a post of more than a thousand lines is shown as it was written", () => {
  expect(renderPost("a\n=\n".repeat(600))).toMatch(/^<div class="plain">a\n=\na\n/u);
});
