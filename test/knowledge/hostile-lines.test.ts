import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importArticles, readJsonl } from "@firstline/core";
import type { ImportReport } from "@firstline/core";
import { expect, test } from "vitest";
import { searchBase } from "../support/search-base.ts";

const base = await searchBase();

async function importLines(...lines: object[]): Promise<ImportReport> {
  const folder = mkdtempSync(join(tmpdir(), "firstline-lines-"));
  try {
    const file = join(folder, "articles.jsonl");
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
    const documents = readJsonl(file);
    return await importArticles(base.ctx, { workspaceId: base.workspaceId, origin: "lines", documents });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const GOOD = {
  id: "good",
  title: "Rotate API tokens",
  text: "Open Settings, choose Tokens and press Rotate.",
};
const LONG = Array.from({ length: 10_000 }, (_, n) => String.fromCharCode(0x4e00 + n)).join("");

test.each([
  ["a null character in its title", { title: "a\u0000b" }],
  ["a null character in its id", { id: "a\u0000b" }],
  ["a null character in its category", { category: "a\u0000b" }],
  ["a null character in its address", { url: "https://a.example/\u0000b" }],
  ["half a character in its title", { title: "a\uD83D" }],
  ["an id of 10,000 different characters", { id: LONG }],
  ["a category of 10,000 different characters", { category: LONG }],
  ["an address of 10,000 different characters", { url: `https://a.example/${LONG}` }],
])("a line with %s keeps no other line out", async (_, strange) => {
  const report = await importLines({ id: "strange", title: "Strange", text: "Something.", ...strange }, GOOD);

  expect(report.added).toBe(2);
  expect((await base.search("rotate tokens"))[0]?.title).toBe(GOOD.title);
});
