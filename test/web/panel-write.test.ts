import { schema } from "@firstline/db";
import { asc, eq } from "drizzle-orm";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aWeb } from "./support.ts";
import type { TestWeb } from "./support.ts";

const isWithoutBrowser = lacksChromium();
const database = await fileDatabase();
let web: TestWeb;
let browser: Browser;
let page: Page;

const OPEN = "**/api/panel/conversations";

/** Lets a request through and loses its answer. */
async function loseOneAnswer(): Promise<void> {
  await page.route(
    OPEN,
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
}

async function questions(): Promise<string[]> {
  const t = schema.tickets;
  const rows = await database.db
    .select({ text: t.description })
    .from(t)
    .where(eq(t.workspaceId, web.workspace.id))
    .orderBy(asc(t.id));
  return rows.map(({ text }) => text);
}

describe.skipIf(isWithoutBrowser)("the ticket form, when the first answer is lost", () => {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    web = await aWeb(database, { publicUrl: "http://127.0.0.1" });
    page = await (await browser.newContext()).newPage();
    await page.goto(`${web.url}/demo`);
    await page.getByRole("button", { name: "Help", exact: true }).click();
    await page.getByRole("button", { name: "Contact us" }).click();
    await page.getByLabel("Subject").fill("Invoice");
    await page.getByLabel("Description").fill("The first words");
    await loseOneAnswer();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("No connection.").waitFor();
    return async () => {
      await page.context().close();
      await web.stop();
    };
  });

  test("what the visitor changed since reaches the team", async () => {
    await page.getByLabel("Description").fill("The second words");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("log").getByText("The second words").waitFor();

    expect(await questions()).toEqual(["The first words", "The second words"]);
  });

  test("the same words sent again are one ticket", async () => {
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("log").getByText("The first words").waitFor();

    expect(await questions()).toEqual(["The first words"]);
  });
});
