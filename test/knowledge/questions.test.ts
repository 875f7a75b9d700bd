import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { askKnowledge, importArticles } from "@firstline/core";
import { beforeEach, expect, test } from "vitest";
import { aWorkspace } from "../support/factories.ts";
import { offlineModels, testCtx } from "../support/fakes.ts";
import { fileDatabase } from "../support/file-database.ts";
import { temporaryFolders } from "../support/temporary-folders.ts";

const newFolder = temporaryFolders();
const { db } = await fileDatabase();
const ctx = { ...testCtx(db), ...offlineModels() };
let workspaceId = 0;

beforeEach(async () => {
  workspaceId = (await aWorkspace(ctx)).id;
});

const FAQ = [
  ["Can I get my money back?", "Yes, within 30 days of the purchase, on the same card."],
  ["Which browsers are supported?", "Firefox, Chrome and Safari, in the two newest versions of each."],
  ["How do I export my tickets?", "Open the list of tickets and press Export. A CSV file is mailed to you."],
  ["Is there a mobile app?", "There is none for phones so far. The site works on small screens."],
] as const;
const page = (write: (question: string, answer: string) => string): string =>
  FAQ.map(([question, answer]) => write(question, answer)).join("\n");
const html = (body: string): string => `<html><head><title>Questions</title></head><body><main>${body}`;

test.each([
  ["labels in paragraphs", "faq.md", `# Questions\n\n${page((q, a) => `Q: ${q}\n\nA: ${a}\n`)}`],
  ["bold labels", "faq.md", `# Questions\n\n${page((q, a) => `**Q: ${q}**\n**A:** ${a}\n`)}`],
  ["a numbered list", "faq.md", `# Questions\n\n${page((q, a) => `1. **Q:** ${q}\n\n   **A:** ${a}`)}`],
  ["bold questions", "faq.md", `# Questions\n\n${page((q, a) => `**${q}**\n\n${a}\n`)}`],
  [
    "details of HTML",
    "faq.md",
    `# Questions\n\n${page((q, a) => `<details>\n<summary>${q}</summary>\n\n${a}\n\n</details>\n`)}`,
  ],
  [
    "components",
    "faq.mdx",
    `# Questions\n\n${page((q, a) => `<Accordion title="${q}">\n  ${a}\n</Accordion>\n`)}`,
  ],
  ["terms", "faq.html", html(`<dl>${page((q, a) => `<dt>${q}</dt><dd>${a}</dd>`)}</dl>`)],
  [
    "details of a page",
    "faq.html",
    html(page((q, a) => `<details><summary><span>${q}</span></summary><p>${a}</p></details>`)),
  ],
  ["plain text", "faq.txt", `Questions\n\n${page((q, a) => `Question: ${q}\nAnswer: ${a}\n`)}`],
])("of questions as %s, each answer stands under its own", async (_, name, text) => {
  const folder = newFolder();
  await writeFile(join(folder, name), text);
  await importArticles(ctx, { workspaceId, folder, origin: "docs" });

  const asked = await askKnowledge(ctx, { workspaceId, question: "How do I export my tickets?" });

  expect(asked.answer).toBe(FAQ[2][1]);
  expect(asked.hits[0]?.text).toContain("# How do I export my tickets?\n\nOpen");
});
