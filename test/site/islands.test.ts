import { loadTemplates } from "@firstline/web/pages";
import type { PageView } from "@firstline/web/pages";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { fakeApi } from "./fake-api.ts";
import type { FakeApi } from "./fake-api.ts";
import { post } from "./harbor.ts";
import { servePages } from "./page-server.ts";
import type { PageServer } from "./page-server.ts";
import { specimens } from "./specimens.ts";

const TYPE_AT_ONCE = `const input = document.querySelector("[role=combobox]");
input.focus();
for (const sign of "retries") {
  input.value += sign;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}`;

/** With a list of more posts than one request may ask for. */
function withCrowd(pages: Record<string, PageView>): Record<string, PageView> {
  const posts = Array.from({ length: 250 }, (_, id) => post(id + 1, `Wish ${id + 1}`, "planned", 3));
  const { planned } = pages;
  if (!planned) throw new Error("there is no list among the pages");
  const columns = [{ status: "planned" as const, posts, total: posts.length, more: null }];
  return { ...pages, crowd: { ...planned, content: { kind: "roadmap", columns, hasDownVotes: false } } };
}

const isMissing = lacksChromium();
const templates = await loadTemplates();
const pages = withCrowd(await specimens());
let server: PageServer;
let browser: Browser;
let page: Page;
let api: FakeApi;

if (!isMissing) {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    api = fakeApi();
    server = await servePages(templates, pages, api.answer);
    page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
  });
  afterEach(async () => {
    await page.close();
    await server.close();
  });
}

describe.skipIf(isMissing)("searching", () => {
  test("typing shows what is found, and the arrow keys lead to it", async () => {
    await page.goto(`${server.url}/home`);
    await page.keyboard.press("/");
    await page.keyboard.type("job");
    const option = page.getByRole("option", { name: "Retries <b>" });
    await option.waitFor();

    expect(await option.locator("mark").textContent()).toBe("job");
    await page.keyboard.press("ArrowDown");
    expect(await option.getAttribute("aria-selected")).toBe("true");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/article#check-the-list");
    expect(api.asked).toContainEqual({
      method: "POST",
      path: "/api/search/7/click",
      body: { articleId: 3, rank: 1 },
    });
  });

  test("fast typing asks once, Escape closes the list", async () => {
    await page.goto(`${server.url}/article`);
    await page.evaluate(TYPE_AT_ONCE);
    await page.getByRole("option").first().waitFor();

    expect(api.asked.filter(({ path }) => path.startsWith("/api/search"))).toHaveLength(1);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("option").first().isVisible()).toBe(false);
  });

  test("an answer with sources comes when it is asked for", async () => {
    await page.goto(`${server.url}/search?q=retries`);
    await page.getByRole("button", { name: "Answer with sources" }).click();
    await page.getByText("Three times.").waitFor();

    expect(api.asked).toContainEqual({ method: "POST", path: "/api/ask", body: { question: "retries" } });
    expect(await page.locator(".answer ol a").textContent()).toBe("Retries");
    expect(await page.locator(".found > ol > li").count()).toBe(1);
  });

  test("a search that nobody answers says so", async () => {
    api.isDown = true;
    await page.goto(`${server.url}/search?q=retries`);

    const note = page.getByText("The search is not available right now");
    await note.waitFor();
    expect(await note.getAttribute("role")).toBe("status");
  });

  test("where a search fails, nothing that was found before it stays", async () => {
    await page.goto(`${server.url}/article`);
    const input = page.getByRole("combobox");
    await input.fill("retries");
    await page.getByRole("option").first().waitFor();

    api.isDown = true;
    await input.fill("invoices");
    await page.getByText("The search is not available right now").waitFor();

    expect(await page.getByRole("option").count()).toBe(0);
  });
});

test.skipIf(isMissing)(
  "keys that choose characters in an input method do not choose what was found",
  async () => {
    await page.goto(`${server.url}/home`);
    const input = page.getByRole("combobox");
    await input.fill("job");
    const option = page.getByRole("option", { name: "Retries <b>" });
    await option.waitFor();

    await input.dispatchEvent("keydown", { key: "ArrowDown", isComposing: true });
    expect(await option.getAttribute("aria-selected")).toBe("false");
    await input.dispatchEvent("keydown", { key: "Escape", keyCode: 229 });
    expect(await option.isVisible()).toBe(true);
  },
);

describe.skipIf(isMissing)("reading an article", () => {
  test("an article that did not help can be told why", async () => {
    await page.goto(`${server.url}/article`);
    await page.getByRole("button", { name: "No", exact: true }).click();
    await page.getByLabel("What is missing").fill("Windows");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("Thank you for telling us.").waitFor();

    expect(api.asked.filter(({ path }) => path === "/api/articles/1/vote").map(({ body }) => body)).toEqual([
      { helpful: false },
      { helpful: false, comment: "Windows" },
    ]);
  });

  test("what was to be told stays until it has arrived", async () => {
    await page.goto(`${server.url}/article`);
    await page.getByRole("button", { name: "No", exact: true }).click();
    const why = page.getByLabel("What is missing");
    await why.fill("Windows");
    api.isDown = true;
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("That did not arrive. Please try again.").waitFor();
    expect(await why.inputValue()).toBe("Windows");

    api.isDown = false;
    await page.getByRole("button", { name: "Send" }).click();
    await why.waitFor({ state: "hidden" });
    expect(await page.evaluate("document.activeElement.textContent.trim()")).toBe("No");
  });

  test("code can be copied", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`${server.url}/article`);
    await page.locator(".copy").first().click();
    await page.getByRole("button", { name: "Copied" }).waitFor();

    expect(await page.evaluate("navigator.clipboard.readText()")).toContain("harbor login");
  });
});

describe.skipIf(isMissing)("the roadmap", () => {
  test("a vote asks for a code first, then counts", async () => {
    await page.goto(`${server.url}/roadmap`);
    const button = page.getByRole("button", { name: "Vote for “Cost for each customer”" });
    await page.getByText("555").waitFor();
    await button.click();
    await page.getByLabel("Your code").fill("ABCD-EFGH");
    await page.keyboard.press("Enter");
    await page.getByText("556").waitFor();

    expect(await button.getAttribute("aria-pressed")).toBe("true");
    expect(api.asked).toContainEqual({ method: "POST", path: "/api/session", body: { code: "ABCD-EFGH" } });
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  test("after too many codes nobody is told that theirs is not valid", async () => {
    await page.goto(`${server.url}/roadmap`);
    await page.getByText("555").waitFor();
    await page.getByRole("button", { name: "Vote for “Cost for each customer”" }).click();
    await page.getByLabel("Your code").fill("ABCD-EFGH");
    api.isTired = true;
    await page.keyboard.press("Enter");

    await page.getByText("Your vote did not arrive. Please try again.").waitFor();
    api.isTired = false;
    await page.keyboard.press("Enter");
    await page.getByText("556").waitFor();

    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  test("whoever has given a code sees their other votes too", async () => {
    await page.goto(`${server.url}/roadmap`);
    const other = page.getByRole("button", { name: "Vote for “Pause all schedules at once”" });
    await page.getByText("555").waitFor();
    expect(await other.getAttribute("aria-pressed")).toBe("false");

    await page.getByRole("button", { name: "Vote for “Cost for each customer”" }).click();
    await page.getByLabel("Your code").fill("ABCD-EFGH");
    await page.keyboard.press("Enter");
    await page.getByText("556").waitFor();

    expect(await other.getAttribute("aria-pressed")).toBe("true");
  });

  test("of a long list too, each post shows the votes of today", async () => {
    await page.goto(`${server.url}/crowd`);

    await page.locator('[data-post="250"] [data-up]').filter({ hasText: /^9$/u }).waitFor();
    const shown = await page.locator("[data-up]").allTextContents();

    expect(shown).toEqual(["555", ...Array.from({ length: 249 }, () => "9")]);
  });

  test("who gives up at the code votes not", async () => {
    await page.goto(`${server.url}/roadmap`);
    await page.getByRole("button", { name: "Vote for “Cost for each customer”" }).click();
    await page.getByLabel("Your code").waitFor();
    await page.keyboard.press("Escape");

    expect(api.asked.filter(({ path }) => path.endsWith("/vote"))).toHaveLength(1);
  });

  test("one kind of post is shown when asked", async () => {
    await page.goto(`${server.url}/roadmap`);
    await page.getByRole("button", { name: "Bug", exact: true }).click();

    expect(await page.locator("[data-kind]:visible").count()).toBe(1);
  });
});

describe.skipIf(isMissing)("signing out", () => {
  test("who has given a code sees as whom they vote, and signs out", async () => {
    await page.goto(`${server.url}/roadmap`);
    const leave = page.getByRole("button", { name: "Sign out" });
    expect(await leave.count()).toBe(0);
    await page
      .getByRole("button", { name: /^Vote for/u })
      .first()
      .click();
    await page.getByLabel("Your code").fill("ABCD-EFGH");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("You vote as Mia & $& Co.").waitFor();
    const pressed = page.locator('[data-vote][aria-pressed="true"]');
    await pressed.first().waitFor();

    await leave.press("Enter");

    await page.getByText("You are signed out.").waitFor();
    await leave.waitFor({ state: "hidden" });
    await pressed.first().waitFor({ state: "hidden" });
    expect(await pressed.count()).toBe(0);
    expect(api.asked).toContainEqual({ method: "DELETE", path: "/api/session", body: null });
  });
});
