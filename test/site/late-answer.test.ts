import { loadTemplates } from "@firstline/web/pages";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { fakeApi } from "./fake-api.ts";
import { servePages } from "./page-server.ts";
import type { PageServer } from "./page-server.ts";
import { specimens } from "./specimens.ts";

const toStream = (html: string): { contentType: string; body: string } => ({
  contentType: "text/event-stream",
  body: `event: answer\ndata: ${JSON.stringify({ outcome: "answered", html, question: null, sources: [] })}\n\n`,
});

describe.skipIf(lacksChromium())("in a real browser", () => {
  let server: PageServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await servePages(await loadTemplates(), await specimens(), fakeApi().answer);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  test("an answer that comes late does not take the place of the one that was asked for last", async () => {
    const page = await browser.newPage();
    const waiting: (() => Promise<void>)[] = [];
    await page.route("**/api/ask", async (route) => {
      if (waiting.length > 0) return route.fulfill(toStream("<p>The second.</p>"));
      waiting.push(() => route.fulfill(toStream("<p>The first.</p>")));
    });
    await page.goto(`${server.url}/search?q=retries`);
    const button = page.getByRole("button", { name: "Answer with sources" });
    await button.click();
    await button.click();
    await page.getByText("The second.").waitFor();

    for (const answer of waiting) await answer();
    await page.waitForTimeout(300);

    expect(await page.locator(".answer-text").textContent()).toBe("The second.");
  });
});
