import { claimEscalation, listEscalations } from "@firstline/core";
import { schema } from "@firstline/db";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findViolations } from "../site/axe.ts";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { fileDatabase } from "../support/file-database.ts";
import { answer, aWeb, CONSOLE_TOKEN, openConversation } from "./support.ts";
import type { TestWeb } from "./support.ts";

const isWithoutBrowser = lacksChromium();
const database = await fileDatabase();
let web: TestWeb;
let browser: Browser;
let signedIn: Awaited<ReturnType<BrowserContext["storageState"]>>;
let page: Page;
let ticketId: number;

if (!isWithoutBrowser) {
  beforeAll(async () => {
    web = await aWeb(database, { publicUrl: "http://127.0.0.1" });
    browser = await openBrowser();
    // Once: one address may sign in ten times in a row.
    const entry = await browser.newPage();
    await entry.goto(`${web.url}/console?token=${CONSOLE_TOKEN}`);
    const name = entry.getByLabel("Under which name do members see you?");
    await name.fill("Ada");
    await entry.getByRole("button", { name: "Save" }).click();
    await name.waitFor({ state: "detached" });
    signedIn = await entry.context().storageState();
    await entry.close();
  });
  afterAll(async () => {
    await browser.close();
    await web.stop();
  });
  beforeEach(async () => {
    const opened = await openConversation(web, "I want to talk to a human please");
    await answer(web, opened);
    ticketId = opened.ticketId;
    page = await browser.newPage({ storageState: signedIn });
    await page.goto(`${web.url}/console/tickets/${ticketId}`);
  });
  afterEach(() => page.close());
}

const focused = (): Promise<unknown> => page.evaluate("document.activeElement.textContent.trim()");

async function claimByAnother(): Promise<void> {
  const workspaceId = web.workspace.id;
  const [escalation] = await listEscalations(web.ctx, { workspaceId, ticketId });
  const [by] = await database.db
    .insert(schema.people)
    .values({ workspaceId, name: "Bea", role: "agent" })
    .returning();
  if (!escalation || !by) throw new Error("there is nothing to claim");
  await claimEscalation(web.ctx, { workspaceId, escalationId: escalation.id, by });
}

describe.skipIf(isWithoutBrowser)("in a real browser", () => {
  test("a page that is no longer kept up to date says so, until it is again", async () => {
    await page.clock.install();
    const ended = { status: 401, contentType: "text/html", body: "Not signed in" };
    await page.route("**/console/events", (route) => route.fulfill(ended), { times: 1 });
    await page.goto(`${web.url}/console`);
    const notice = page.getByText("This page is no longer up to date");
    await notice.waitFor();
    expect(await findViolations(page)).toEqual([]);

    await page.clock.fastForward(20_000);

    await notice.waitFor({ state: "hidden" });
  });

  test("buttons stay while an agent goes through them, and are brought up to date afterwards", async () => {
    await page.getByRole("button", { name: "Claim" }).focus();
    await claimByAnother();
    await page.locator("#state").getByText("Bea").waitFor();

    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Resolve");
    await page.getByRole("textbox").focus();

    await page.getByRole("button", { name: "Claim" }).waitFor({ state: "detached" });
    expect(await page.getByRole("button", { name: "Resolve" }).count()).toBe(1);
  });

  test("a reply that could not be sent is still there, and one that was sent is not", async () => {
    const reply = page.getByRole("textbox");
    await reply.fill("A long answer.");
    await page.route("**/console/tickets/*", (route) =>
      route.request().method() === "POST"
        ? route.fulfill({ status: 503, body: "Not now." })
        : route.fallback(),
    );
    await page.getByRole("button", { name: "Send to member" }).click();
    await page.getByText("Not now.").waitFor();

    await page.unroute("**/console/tickets/*");
    await page.goto(`${web.url}/console/tickets/${ticketId}`);
    expect(await reply.inputValue()).toBe("A long answer.");

    await page.getByRole("button", { name: "Send to member" }).click();
    await page.locator("#timeline").getByText("A long answer.").waitFor();
    expect(await reply.inputValue()).toBe("");
  });

  test.each([
    "/console",
    "/console/feedback",
    "/console/changelog",
    "/console/changelog/new",
    "/console/searches",
    "/console/tickets",
  ])("%s has nothing that keeps somebody out", async (path) => {
    await page.goto(web.url + path);

    expect(await findViolations(page)).toEqual([]);
  });

  test("a ticket and a person have nothing that keeps somebody out", async () => {
    expect(await findViolations(page)).toEqual([]);

    await page.locator('a[href^="/console/people/"]').click();
    await page.getByRole("button", { name: "Opt this person out" }).waitFor();
    await page.getByText("Erase this person").click();
    expect(await findViolations(page)).toEqual([]);
  });
});

describe.skipIf(isWithoutBrowser)("the page of a person", () => {
  test("exports them, and erases them with the keyboard once the box is ticked", async () => {
    await page.locator('a[href^="/console/people/"]').click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export everything" }).click();
    expect((await download).suggestedFilename()).toMatch(/^person-\d+\.json$/u);

    const eraseAll = page.getByRole("button", { name: "Erase everything for good" });
    await page.getByText("Erase this person").focus();
    await page.keyboard.press("Enter");
    await eraseAll.focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.name")).toBe("sure");
    await page.keyboard.press("Space");
    await eraseAll.focus();
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "Deleted person" }).waitFor();
    expect(await page.getByText("Everything of this person was erased").isVisible()).toBe(true);
    expect(await findViolations(page)).toEqual([]);
  });
});
