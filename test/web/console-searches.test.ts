import { recordSearch } from "@firstline/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileDatabase } from "../support/file-database.ts";
import { signIn } from "./console-session.ts";
import { aWeb } from "./support.ts";
import type { TestWeb } from "./support.ts";

const database = await fileDatabase();
let web: TestWeb;

beforeAll(async () => {
  web = await aWeb(database);
});
afterAll(() => web.stop());

test("agents see what people looked for in vain, as text, and nobody else does", async () => {
  const { id: workspaceId } = web.workspace;
  const inVain = { workspaceId, place: "site", resultCount: 0 } as const;
  for (const query of ["quokka fur", "Quokka fur", "<script>alert(1)</script>"]) {
    await recordSearch(web.ctx, { ...inVain, query });
  }
  await recordSearch(web.ctx, { ...inVain, query: "found it", resultCount: 3 });
  const neighbor = await aWeb(database);
  await recordSearch(web.ctx, { ...inVain, workspaceId: neighbor.workspace.id, query: "their wish" });

  const page = await (await (await signIn(web)).show("/console/searches")).text();

  expect(page).toContain("Quokka fur");
  expect(page).toContain("2 times");
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script>alert");
  expect(page).not.toContain("found it");
  expect(page).not.toContain("their wish");
  expect((await web.fetch("/console/searches")).status).toBe(401);
  await neighbor.stop();
});
