import { expect, test } from "vitest";
import { chunkArticle } from "./chunk.ts";

const words = (count: number, word = "word"): string => Array.from({ length: count }, () => word).join(" ");

test("each large section is a passage with the headings above it, without the article's title", () => {
  const content = `# Guide\n\n${words(150)}\n\n## Install\n\n### Linux\n\n${words(150, "linux")}\n\n### Windows\n\n${words(150, "windows")}`;

  const chunks = chunkArticle("Guide", content);

  expect(chunks.map((chunk) => chunk.headingPath)).toEqual([
    [],
    ["Install", "Linux"],
    ["Install", "Windows"],
  ]);
  expect(chunks.map((chunk) => chunk.anchor)).toEqual(["guide", "linux", "windows"]);
});

test("short sections are joined and keep their headings in the text", () => {
  const chunks = chunkArticle("Guide", `## One\n\n${words(20)}\n\n## Two\n\n${words(30)}`);

  expect(chunks).toHaveLength(1);
  expect(chunks[0]?.heading).toBe("One / Two");
  expect(chunks[0]?.text).toContain("## Two");
});

test("a text without spaces is cut between its sentences, and keeps none", () => {
  const sentence = "打开设置页面，点击导出按钮，然后等待电子邮件。";
  const content = sentence.repeat(80);

  const chunks = chunkArticle("导出", content);

  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks.map((chunk) => chunk.text).join("")).toBe(content);
  for (const { text } of chunks) expect(text).toMatch(/^打开.*。$/u);
});

test("even without an end of a sentence", () => {
  const chunks = chunkArticle("字", "导出数据".repeat(500));

  expect(chunks.map((chunk) => chunk.text.length)).toEqual([700, 700, 600]);
});

test("a code block is not cut until it is twice the size of a passage", () => {
  const code = `\`\`\`sh\n${Array.from({ length: 150 }, (_, n) => `run step ${n}`).join("\n")}\n\`\`\``;

  const chunks = chunkArticle("Guide", `${words(200)}\n\n${code}`);

  expect(chunks.some((chunk) => chunk.text === code)).toBe(true);
});

test("the parts of a huge code block are all fenced", () => {
  const code = `\`\`\`sh\n${Array.from({ length: 900 }, (_, n) => `step ${n}`).join("\n")}\n\`\`\``;

  const chunks = chunkArticle("Guide", code);

  expect(chunks.length).toBeGreaterThan(2);
  for (const chunk of chunks) expect(chunk.text).toMatch(/^```sh\n[\s\S]+\n```$/);
});

test("no passage of running text is over 350 words, even without any place to cut", () => {
  const chunks = chunkArticle("Guide", words(5000));

  for (const chunk of chunks) expect(chunk.text.split(/\s+/).length).toBeLessThanOrEqual(350);
});

test("equal headings get anchors of their own", () => {
  const chunks = chunkArticle("Guide", `## Usage\n\n${words(150)}\n\n## Usage\n\n${words(150)}`);

  expect(chunks.map((chunk) => chunk.anchor)).toEqual(["usage", "usage-1"]);
});

test("an article of headings alone is still found by them", () => {
  expect(chunkArticle("API", "## Tasks\n\n## Actors")[0]?.text).toContain("Actors");
});
