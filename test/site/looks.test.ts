import { loadTemplates } from "@firstline/web/pages";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { findViolations } from "./axe.ts";
import { servePages } from "./page-server.ts";
import type { PageServer } from "./page-server.ts";
import { specimens } from "./specimens.ts";

const PAGES = await specimens();
const LOOKS = [
  { look: "light", colorScheme: "light", width: 1360 },
  { look: "dark on a phone", colorScheme: "dark", width: 360 },
] as const;

describe.skipIf(lacksChromium())("in a real browser", () => {
  let server: PageServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await servePages(await loadTemplates(), PAGES);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(name: string, width: number, colorScheme: "light" | "dark"): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    await page.goto(`${server.url}/${name}`);
    return page;
  }

  describe.each(LOOKS)("$look", ({ width, colorScheme }) => {
    test.each(Object.keys(PAGES))(
      "%s has nothing that axe would complain about, and does not scroll sideways",
      async (name) => {
        const page = await open(name, width, colorScheme);

        const violations = await findViolations(page);
        const tooWide = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );

        expect(violations).toEqual([]);
        expect(tooWide).toBe(0);
        await page.close();
      },
    );
  });

  test("no page breaks its own policy", async () => {
    const broken: string[] = [];
    const page = await browser.newPage();
    await page.exposeFunction("reportBroken", (what: string) => broken.push(what));
    await page.addInitScript(
      "addEventListener('securitypolicyviolation', (e) => reportBroken(e.violatedDirective + ' ' + e.blockedURI))",
    );
    for (const name of Object.keys(PAGES)) await page.goto(`${server.url}/${name}`);

    expect(broken).toEqual([]);
    await page.close();
  });

  test("the chosen color scheme stands at once on the next page", async () => {
    const page = await open("home", 1360, "light");
    await page.getByLabel("Color scheme").click();
    await page.getByRole("button", { name: "Dark" }).click();

    await page.goto(`${server.url}/article`);

    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(17, 19, 22)");
    await page.close();
  });

  test("the keyboard reaches the text first, past everything in the header", async () => {
    const page = await open("article", 1360, "light");

    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");

    expect(await page.evaluate("document.activeElement.id")).toBe("_content");
    await page.close();
  });
});
