import { expect, test } from "vitest";
import { InvalidError } from "../../../errors.ts";
import { readHtmlPage } from "./index.ts";

const contentOf = (html: string): string => readHtmlPage(html).content;

test.each([
  ["a paragraph", "<p>One <b>bold</b> and\n  <em>soft</em> word.</p>", "One **bold** and *soft* word."],
  ["two paragraphs", "<p>One<p>Two", "One\n\nTwo"],
  ["headings", "<h1>Top</h1><h3>Third <code>x</code></h3>", "# Top\n\n### Third `x`"],
  ["loose text beside blocks", "Before<div>Inside</div>After", "Before\n\nInside\n\nAfter"],
  ["a line break", "<p>One<br>Two</p>", "One\nTwo"],
  ["a list", "<ul><li>One<li>Two</ul>", "- One\n- Two"],
  ["a numbered list from four", "<ol start=4><li>A</li><li>B</li></ol>", "4. A\n5. B"],
  [
    "a list in a list",
    "<ol><li>A<ul><li>x</li><li>y</li></ul></li><li>B</li></ol>",
    "1. A\n   - x\n   - y\n2. B",
  ],
  ["code in a list", "<ul><li>Run<pre>a\n\nb</pre></li></ul>", "- Run\n\n  ```\n  a\n\n  b\n  ```"],
  ["terms", "<dl><dt>Key</dt><dd>Opens.</dd></dl>", "**Key**\n\nOpens."],
  ["a quotation", "<blockquote><p>A</p><p>B</p></blockquote>", "> A\n>\n> B"],
  [
    "code with its language",
    '<pre><code class="language-ts">a &lt; b\n  c</code></pre>',
    "```ts\na < b\n  c\n```",
  ],
  [
    "a highlighter's box with numbered lines",
    '<div class="highlight-python notranslate"><div class="highlight"><table><tr><td><pre>1\n2</pre></td><td><pre><span>x</span>\ny</pre></td></tr></table></div></div>',
    "```python\nx\ny\n```",
  ],
  ["code that holds a fence", "<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````"],
  ["inline code with a tick", "<p><code>a`b</code></p>", "``a`b``"],
  [
    "a table",
    "<table><thead><tr><th>A<th>B</thead><tr><td>1 | 2<td><p>x</p><p>y</p></table>",
    "| A | B |\n| --- | --- |\n| 1 \\| 2 | x y |",
  ],
  [
    "a cell over two columns",
    "<table><tr><th colspan=2>A</th></tr><tr><td>1</td><td>2</td></tr></table>",
    "| A |  |\n| --- | --- |\n| 1 | 2 |",
  ],
  [
    "a table of data with a list in a cell",
    "<table><tr><th>A<th>B</tr><tr><td>x<td><ul><li>1</li><li><p>2</p></li></ul></table>",
    "| A | B |\n| --- | --- |\n| x | • 1 • 2 |",
  ],
  [
    "a table for the layout",
    '<table role="presentation"><tr><td>One</td><td>Two</td></tr></table>',
    "One\n\nTwo",
  ],
  [
    "a link",
    '<p>See <a href="https://x.test/a_(b)">the docs</a>.</p>',
    "See [the docs](https://x.test/a_%28b%29).",
  ],
  ["a link that leads nowhere from here", '<p><a href="../a.html">A</a> <a href="#b">B</a></p>', "A B"],
  ["a link that runs a script", '<p><a href="javascript:alert(1)">Press</a></p>', "Press"],
  ["a picture", '<p><img src="x.png" alt="The Save button"> saves.</p>', "The Save button saves."],
  ["entities", "<p>a&nbsp;&lt;b&gt; &amp;amp; &eacute; &#x1F642;</p>", "a \\<b> \\&amp; é 🙂"],
  [
    "signs that Markdown would read",
    "<p># no heading</p><p>1. no list</p><p>*no stars*</p>",
    "\\# no heading\n\n1\\. no list\n\n\\*no stars\\*",
  ],
  ["names that need no escape", "<p>num_cpus, a * b, x[0], 2 < 3</p>", "num_cpus, a * b, x[0], 2 < 3"],
  ["soft hyphens", "<p>Donau&shy;dampf</p>", "Donaudampf"],
  ["a word that may be broken", "<p>num_<wbr>cpus</p>", "num_cpus"],
  ["a menu without a tag of its own", '<div class="toc"><a>A</a> <a>B</a></div><p>x</p>', "x"],
  [
    "a list of contents that says something",
    '<div class="toc"><p>Read the parts in order.</p><a>A</a></div>',
    "Read the parts in order.\n\nA",
  ],
  ["bold around blocks", "<b><p>One</p><p>Two</p></b>", "One\n\nTwo"],
  ["a note aside", '<aside class="admonition note"><p>Mind.</p></aside>', "> Mind."],
  [
    "a folded part",
    "<details><summary>More</summary><p>Hidden at first.</p></details>",
    "**More**\n\nHidden at first.",
  ],
  [
    "a heading's own link",
    '<h2>Install <a class="headerlink" href="#i">¶</a></h2><p>x</p>',
    "## Install\n\nx",
  ],
  ["tags that never close", "<div><p>One<div><b>Two", "One\n\n**Two**"],
  ["tags that close what is not open", "</div></p>One</b></table><p>Two</i>", "One\n\nTwo"],
  ["a tag that breaks off", '<p>One</p><div class="x', "One"],
])("%s", (_, html, markdown) => {
  expect(contentOf(html)).toBe(markdown);
});

test("menus, scripts, forms and what is hidden are no part of the article", () => {
  const html = `<!doctype html><html><head><title>T</title><style>p{}</style></head><body>
    <header><h1>Acme</h1></header><nav><a href="https://x.test">Home</a></nav>
    <main><header><h1>Refunds</h1></header><p>Paid back in 30 days.</p>
      <p hidden>Secret</p><p style="display: none">Gone</p><span aria-hidden="true">*</span>
      <form><input value="x"><p>Was this helpful?</p><button>Yes</button></form><script>alert(1)</script></main>
    <aside>Other pages</aside><footer>© Acme</footer></body></html>`;

  expect(readHtmlPage(html)).toEqual({
    title: "Refunds",
    url: null,
    content: "# Refunds\n\nPaid back in 30 days.",
  });
});

test("of a page exported from Confluence its text alone is the article", () => {
  const html = `<title>Space : Reset it</title><body>
    <ol id="breadcrumbs"><li><a href="index.html">Space</a></li></ol><h1 id="title-heading">Space : Reset it</h1>
    <div id="content" class="view"><div class="page-metadata">Created by Jane Doe</div>
    <div id="main-content" class="wiki-content group"><div class="toc-macro rbtoc1"><ul><li><a href="#a">Steps</a></li></ul></div>
    <h1>Steps</h1><p>Hold the power button for a while.</p>
    <div class="confluence-information-macro confluence-information-macro-note"><p class="title">Mind</p>
    <div class="confluence-information-macro-body"><p>All is lost.</p></div></div></div>
    <h2 id="attachments">Attachments:</h2><a href="attachments/1.png">image.png</a></div></body>`;

  expect(readHtmlPage(html)).toEqual({
    title: "Reset it",
    url: null,
    content: "# Steps\n\nHold the power button for a while.\n\n> Mind\n>\n> All is lost.",
  });
});

test.each([
  [
    "Zendesk",
    `<title>Pay later – Acme Help</title><main role="main"><article><header><h1>Pay later</h1>
    <div class="article-meta"><a href="/u">Bob</a> <time>1 year ago</time></div></header>
    <section><div class="article-body"><h1>Steps</h1><p>Press Later.</p></div></section>
    <section class="related-articles"><h3>Related articles</h3><ul><li><a href="/a">All</a></li></ul></section>
    <section class="article-comments"><h2>Comments</h2><p>Please sign in.</p></section></article></main>`,
  ],
  [
    "Intercom",
    `<title>Pay later | Acme Help</title><div id="main-content"><header><h1>Pay later</h1></header>
    <div>Written by Bob</div><div class="article_body"><article><h1>Steps</h1><p>Press Later.</p>
    <div class="related_articles"><h3>Related</h3><a href="/a">All about payments</a></div></article></div>
    <div>Did this answer your question?</div></div>`,
  ],
])("of a page of %s the article's body alone is its text", (_, html) => {
  expect(readHtmlPage(html)).toEqual({
    title: "Pay later",
    url: null,
    content: "# Steps\n\nPress Later.",
  });
});

test("of a page exported from Notion neither icons nor the fields of its row are text", () => {
  const html = `<title>Refunds</title><article class="page sans"><header>
    <div class="page-header-icon undefined"><span class="icon">💰</span></div><h1 class="page-title">Refunds</h1>
    <table class="properties"><tbody><tr class="property-row"><th>Created</th><td>@May 4</td></tr></tbody></table></header>
    <div class="page-body"><figure class="block-color-gray_background callout"><div><span class="icon">💡</span></div>
    <div>Mind this.</div></figure><p>Within 30 days.</p></div></article>`;

  expect(readHtmlPage(html)).toEqual({
    title: "Refunds",
    url: null,
    content: "# Refunds\n\n> Mind this.\n\nWithin 30 days.",
  });
});

test.each(["image.png", "mceclip0.png", "Untitled", "Screenshot 2026-01-02 at 10.11.12.png", "IMG_1.JPG"])(
  "a picture that is called %j says nothing",
  (alt) => {
    expect(contentOf(`<p>See: <img src="/a" alt="${alt}"></p>`)).toBe("See:");
  },
);

test("a page wrapped in one form keeps its text", () => {
  expect(contentOf('<form id="aspnetForm"><h1>A</h1><p>Text.</p><input></form>')).toBe("# A\n\nText.");
});

test("without a main part the whole body is read, and a tiny main part does not hide the rest", () => {
  expect(contentOf("<body><div>One</div><div>Two</div></body>")).toBe("One\n\nTwo");
  expect(contentOf(`<main>x</main><p>${"word ".repeat(50)}</p>`)).toContain("word");
});

test("the title is the only first heading's, else the page's; links are taken from the page's own address", () => {
  const head = '<title>Page</title><link rel="canonical" href="https://docs.test/a/b.html">';

  expect(readHtmlPage(`${head}<h1>One</h1><p>x</p>`).title).toBe("One");
  expect(readHtmlPage(`${head}<h1>One</h1><h1>Two</h1>`).title).toBe("Page");
  expect(readHtmlPage("<title>Types | The Manual</title><h2>Types</h2><h2>More</h2>").title).toBe("Types");
  expect(readHtmlPage(`${head}<p><a href="../c.html#d">C</a></p>`)).toMatchObject({
    url: "https://docs.test/a/b.html",
    content: "[C](https://docs.test/c.html#d)",
  });
});

test.each(["", "   ", "<html></html>", "<script>1</script>", "<nav>Home</nav>", "<img src=x>", "<!-- x -->"])(
  "%j is a page without text",
  (html) => {
    expect(contentOf(html)).toBe("");
  },
);

test.each([
  ["elements", "<div>".repeat(1_000_000)],
  ["scripts' elements", `<svg>${"<g>".repeat(1_000_000)}`],
])("a tower of %s is refused at once", (_, html) => {
  const started = performance.now();

  expect(() => readHtmlPage(html)).toThrow(InvalidError);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test.each([
  ["line breaks", `<b>${"<br>".repeat(100_000)}</b>`],
  ["closing tags", `${"<b>".repeat(400)}${"</x>".repeat(100_000)}`],
  ["nested lists", `${"<ul><li>x".repeat(200)}${"<li>y".repeat(100_000)}`],
  ["nested tables", `${"<table><tr><td>x".repeat(150)}${"<td>y".repeat(100_000)}`],
  ["nested quotations", `${"<blockquote>x".repeat(400)}${"<p>y".repeat(100_000)}`],
  ["headers", `<main>${"<header>".repeat(400)}${"<p>y".repeat(100_000)}`],
  ["spans around a block", `${"<span>".repeat(400)}${"<b></b>".repeat(100_000)}<p>x`],
  ["spaces", `<p>${" ".repeat(3_000_000)}x`],
  ["empty marks", `<p>${"<i> </i>".repeat(100_000)}x`],
  ["stars", `<p>${"*".repeat(1_000_000)}</p>`],
  ["unclosed attributes", `<p ${"a=' ".repeat(500_000)}`],
  ["quotes", "<p>" + '<a href="'.repeat(100_000)],
])("a page of %s takes seconds at most", (_, html) => {
  const started = performance.now();

  readHtmlPage(html);

  expect(performance.now() - started).toBeLessThan(8_000);
});
