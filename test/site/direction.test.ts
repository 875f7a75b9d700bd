import { loadTemplates } from "@firstline/web/pages";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { servePages } from "./page-server.ts";
import type { PageServer } from "./page-server.ts";
import { specimens } from "./specimens.ts";

describe.skipIf(lacksChromium())("in a real browser", () => {
  let server: PageServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await servePages(await loadTemplates(), await specimens());
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  test("what is written in another direction than its page keeps the order of its own", async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}/postArabic`);
    const directionOf = (selector: string): Promise<unknown> =>
      page.evaluate(`getComputedStyle(document.querySelector("${selector}")).direction`);

    expect(await directionOf("main")).toBe("rtl");
    expect(await directionOf("h1")).toBe("ltr");
    expect(await directionOf(".prose")).toBe("ltr");
    expect(await directionOf(".comment")).toBe("ltr");
  });
});
