import { createArticle } from "@firstline/core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { fileDatabase } from "../support/file-database.ts";
import { aWeb } from "./support.ts";
import type { TestWeb } from "./support.ts";

const isWithoutBrowser = lacksChromium();
const database = await fileDatabase();
let web: TestWeb;
let browser: Browser;
let page: Page;

describe.skipIf(isWithoutBrowser)("the panel in Japanese", () => {
  beforeAll(async () => {
    web = await aWeb(database, { publicUrl: "http://127.0.0.1" });
    await createArticle(web.ctx, {
      workspaceId: web.workspace.id,
      title: "解約するには",
      content: "設定を開き、「プラン」を選んで「解約」を押します。",
      status: "published",
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await web.stop();
  });
  beforeEach(async () => {
    page = await browser.newPage();
    await page.goto(`${web.url}/demo?locale=ja`);
    await page.getByRole("button", { name: "ヘルプ", exact: true }).click();
  });
  afterEach(() => page.close());

  test("two characters are enough to search for", async () => {
    await page.getByRole("textbox", { name: "質問を入力…" }).fill("解約");

    const found = page.getByRole("link", { name: /解約/u });
    await found.getByText("「プラン」").waitFor();
    expect(await found.count()).toBe(1);
  });

  test("keys that choose characters in an input method neither send nor close", async () => {
    const input = page.getByRole("textbox", { name: "質問を入力…" });
    await input.fill("へんかん");

    for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
      await input.dispatchEvent("keydown", { key: "Enter", ...composing });
      await input.dispatchEvent("keydown", { key: "Escape", ...composing });
    }

    expect(await input.isVisible()).toBe(true);
    expect(await database.db.query.tickets.findMany()).toEqual([]);
  });
});
