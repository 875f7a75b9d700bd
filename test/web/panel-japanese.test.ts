import { createArticle } from "@firstline/core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { fileDatabase } from "../support/file-database.ts";
import { answer, aWeb } from "./support.ts";
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

  test("a day and an hour stand side by side without a comma", async () => {
    await page.getByRole("textbox", { name: "質問を入力…" }).fill("請求書はどこですか？");
    await page.getByRole("button", { name: "送信" }).click();
    await page.getByRole("log").getByText("請求書はどこですか？").waitFor();
    const ticket = await database.db.query.tickets.findFirst();
    await answer(web, { id: ticket?.threadId ?? "", token: "", ticketId: ticket?.id ?? 0 });
    const time = page.getByRole("log").getByRole("time").first();
    await time.waitFor();

    await page.clock.setFixedTime(Date.now() + 7 * 86_400_000);
    await page.reload();
    await page.getByRole("button", { name: "ヘルプ", exact: true }).click();
    await page.getByRole("button", { name: /請求書/u }).click();

    expect(await time.textContent()).toMatch(/^(?:\d{4}年)?\d+月\d+日 \d\d:\d\d$/u);
  });
});
