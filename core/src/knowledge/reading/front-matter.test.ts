import { expect, test } from "vitest";
import { parseMarkdown } from "./front-matter.ts";

test("front matter becomes the article's fields", async () => {
  const text =
    "---\ntitle: Set up\nslug: set-up\ncategory: Start\nstatus: draft\norder: 3\nbeta: true\nurl: https://a.example/x\n---\nText.";

  const item = await parseMarkdown("any.md", text);

  expect(item).toMatchObject({
    kind: "document",
    document: {
      title: "Set up",
      slug: "set-up",
      category: "Start",
      status: "draft",
      order: 3,
      isBeta: true,
      url: "https://a.example/x",
      content: "Text.",
    },
  });
});

test("without front matter the first heading, the path and the folder serve", async () => {
  const item = await parseMarkdown("slack/connect.md", "# Connect Slack\n\nText.");

  expect(item).toMatchObject({
    kind: "document",
    document: { title: "Connect Slack", slug: "slack-connect", category: "slack", status: "published" },
  });
});

test("the ids that Notion puts behind names are no part of them", async () => {
  const path = `Billing ${"12ab34cd".repeat(4)}/Refunds ${"56ef7890".repeat(4)}.md`;

  expect(await parseMarkdown(path, "# Refunds\n\nText.")).toMatchObject({
    document: {
      category: "Billing",
      slug: `billing-${"12ab34cd".repeat(4)}-refunds-${"56ef7890".repeat(4)}`,
    },
  });
});

test("a field with nothing behind its name is not given", async () => {
  const fields = [
    "title",
    "slug",
    "category",
    "status",
    "draft",
    "order",
    "beta",
    "audience",
    "url",
    "locale",
  ];
  const text = `---\n${fields.map((field) => `${field}:\n`).join("")}---\n# Set up\n\nText.`;

  const item = await parseMarkdown("start/set-up.md", text);

  expect(item).toEqual(await parseMarkdown("start/set-up.md", "# Set up\n\nText."));
});

test("numbers are words where words belong", async () => {
  const item = await parseMarkdown("a.md", "---\ntitle: 2024\ncategory: true\n---\nText.");

  expect(item).toMatchObject({ document: { title: "2024", category: "true" } });
});

/** Each stands for ten of the one before it: a few lines that would be read as a billion words. */
const MANY_NAMES = ["a0: &a0 word"]
  .concat(
    Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(",")}]`),
  )
  .join("\n");

test.each([
  ["---\ntitle: A\nText", 1, "no closing"],
  ["---\ntitle: A\nstatus: gone\n---\nText", 3, "status"],
  ["---\ntitle: A\norder: [1\n---\nText", 4, "Front matter"],
  ["---\ntitle: A\n---\n\n", 4, "no text"],
  ["---\ntitle: {{ page.title }}\n---\nText", 2, "title: must be a text"],
  ["Text without a name.", 1, "no title"],
  ["---\ntitle: *star\n---\nText", 1, "star"],
  ['+++\ntitle = "A"\nText', 1, "no closing `+++`"],
  ['+++\ntitle = "A"\norder = [1\n+++\nText', 4, "Front matter"],
  ['+++\ntitle = "A"\nstatus = "gone"\n+++\nText', 3, "status"],
  [`---\n${MANY_NAMES}\n---\nText`, 1, "Front matter"],
])("a broken file names its line: %j", async (text, line, message) => {
  const item = await parseMarkdown("a.md", text);

  expect(item).toMatchObject({ kind: "problem", problem: { file: "a.md", line } });
  expect(item.kind === "problem" && item.problem.message).toContain(message);
});

test("front matter between plus signs is TOML, as Hugo and Zola have it", async () => {
  const text =
    '+++\ntitle = "Set up"\nslug = "set-up"\ndate = 2026-01-02\ndraft = true\norder = 3\ntags = ["a", "b"]\n\n[extra]\ntoc = true\n+++\n\nText.';

  expect(await parseMarkdown("any.md", text)).toMatchObject({
    document: { title: "Set up", slug: "set-up", status: "draft", order: 3, content: "Text." },
  });
});

test.each([
  ["status: new", "published"],
  ["status: deprecated", "published"],
  ["url: /docs/set-up/", "published"],
  ["published: true", "published"],
  ["published: 2026-01-02", "published"],
  ["published: false", "draft"],
  ["published: false\nstatus: published", "published"],
])("of what other makers of sites mean by %j the article is %s", async (field, status) => {
  const item = await parseMarkdown("a.md", `---\ntitle: A\n${field}\n---\nText.`);

  expect(item).toMatchObject({ kind: "document", document: { status, url: null } });
});

test("null characters are left out, since no database takes them", async () => {
  const item = await parseMarkdown("a.md", '---\ntitle: "Set\\0 up"\n---\nText.');

  expect(item).toMatchObject({ document: { title: "Set up" } });
});

test("what is said in HTML, components and callouts of MDX becomes Markdown", async () => {
  const mdx =
    '# A <small>b</small>\n\nimport X from "x";\n\n<X>\n  Text.\n</X>\n\n:::tip\nGo on.\n:::\n\n```js\nimport X from "x";\n```';

  const item = await parseMarkdown("a.mdx", mdx);

  expect(item).toMatchObject({
    document: {
      title: "A b",
      content: '# A b\n\nText.\n\n\n> [!TIP]\n> Go on.\n\n\n```js\nimport X from "x";\n```',
    },
  });
});

test("an article of comments alone has no text", async () => {
  expect(await parseMarkdown("a.md", "---\ntitle: A\n---\n<!-- later -->")).toMatchObject({
    kind: "problem",
  });
});

test.each([
  ["```sh\n# install it\nrun\n```\n\n# Set up", "Set up"],
  ["Set up\n======\n\nText.", "Set up"],
  ["# The `run` **command** of [us](https://a.example)\n\nText.", "The run command of us"],
  ["# ![Acme](https://a.example/l.png)\n\nText.", "Acme"],
])("the title of %j is %j", async (text, title) => {
  expect(await parseMarkdown("a.md", text)).toMatchObject({ document: { title } });
});

test("a slug that names nothing gives way to the file's name", async () => {
  expect(await parseMarkdown("start/intro.md", "---\ntitle: A\nslug: /\n---\nText.")).toMatchObject({
    document: { slug: "start-intro" },
  });
});

test("a page that its site does not publish is a draft", async () => {
  expect(await parseMarkdown("a.md", "---\ntitle: A\ndraft: true\n---\nText.")).toMatchObject({
    document: { status: "draft" },
  });
});
