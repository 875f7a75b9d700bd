import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { fileDatabase } from "../support/file-database.ts";
import { signIn } from "./console-session.ts";
import { aWeb } from "./support.ts";
import type { TestWeb } from "./support.ts";

const isWithoutBrowser = lacksChromium();
const database = await fileDatabase();
let web: TestWeb;
let browser: Browser;

describe.skipIf(isWithoutBrowser)("an Arabic conversation in the panel of an English page", () => {
  beforeAll(async () => {
    web = await aWeb(database, { publicUrl: "http://127.0.0.1" });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await web.stop();
  });

  test("reads from the right, and its code from the left", async () => {
    const page = await browser.newPage();
    await page.goto(`${web.url}/demo`);
    await page.getByRole("button", { name: "Help", exact: true }).click();
    await page.getByRole("textbox", { name: "Ask a question…" }).fill("كيف أغير رمز الوصول؟");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("log").getByText("كيف أغير رمز الوصول؟").waitFor();
    const ticket = await database.db.query.tickets.findFirst({ orderBy: (t, { desc }) => desc(t.id) });
    const agent = await signIn(web);
    await agent.submit(`/console/tickets/${ticket?.id ?? 0}`, {
      do: "reply",
      key: crypto.randomUUID(),
      text: "اكتب `token --new` هنا:\n\n```\nfirstline token --new\n```",
    });
    await page.locator("firstline-panel pre").waitFor();

    const directionOf = (selector: string): Promise<unknown> =>
      page.evaluate(
        `getComputedStyle(document.querySelector("firstline-panel").shadowRoot.querySelector(".item.agent ${selector}")).direction`,
      );
    expect(await directionOf(".words > p")).toBe("rtl");
    expect(await directionOf("pre")).toBe("ltr");
    expect(await directionOf("p code")).toBe("ltr");
    await page.close();
  });
});
