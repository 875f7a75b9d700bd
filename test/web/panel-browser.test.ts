import { createServer } from "node:http";
import type { Server } from "node:http";
import { createArticle, updateSettings } from "@firstline/core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aToken, PANEL_SECRET } from "../panel/sign.ts";
import { findViolations } from "../site/axe.ts";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { testDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { answer, aWeb } from "./support.ts";
import type { TestWeb } from "./support.ts";

let database: TestDatabase;
let web: TestWeb;
let browser: Browser;
let host: Server;
let hostUrl = "";
/** What the host site puts into the element's tag. */
let attributes = "";

/** A site of its own with as strict a policy as there is: nothing inline, no HTML from strings, only what it must have from us. */
function startHost(): Promise<Server> {
  const policy = [
    "default-src 'none'",
    `script-src ${web.url}`,
    `connect-src ${web.url}`,
    "style-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Content-Security-Policy", policy);
    response.end(`<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>
      <firstline-panel ${attributes}></firstline-panel><script src="${web.url}/panel.js" async></script></html>`);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === "object" && address ? `http://localhost:${address.port}` : "";
}

type Visit = { page: Page; complaints: string[]; leave: () => Promise<void> };

async function visit(tag = "", width = 1_000): Promise<Visit> {
  attributes = tag;
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(hostUrl);
  return { page, complaints, leave: () => context.close() };
}

async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole("button", { name: "Help", exact: true }).click();
  await page.getByRole("textbox", { name: "Ask a question…" }).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("log").getByText(text).waitFor();
}

async function answerNewest(): Promise<void> {
  const ticket = await database.db.query.tickets.findFirst({ orderBy: (t, { desc }) => desc(t.id) });
  await answer(web, { id: ticket?.threadId ?? "", token: "", ticketId: ticket?.id ?? 0 });
}

const isWithoutBrowser = lacksChromium();

beforeAll(async () => {
  if (isWithoutBrowser) return;
  database = await testDatabase();
  web = await aWeb(database, { panelSecret: PANEL_SECRET });
  host = await startHost();
  hostUrl = addressOf(host);
  const workspaceId = web.workspace.id;
  await updateSettings(web.ctx, { workspaceId, settings: { panelOrigins: [hostUrl] } });
  await createArticle(web.ctx, {
    workspaceId,
    title: "Rotate the API token",
    content: "Open Settings, then Tokens, and press Rotate to get a new API token.",
    status: "published",
  });
  browser = await openBrowser();
});

afterAll(async () => {
  if (isWithoutBrowser) return;
  await browser.close();
  host.close();
  host.closeAllConnections();
  await web.stop();
  await database.stop();
});

test.skipIf(isWithoutBrowser)(
  "a visitor searches, asks, gets a reply live, says it is solved and rates, under a strict policy",
  async () => {
    const { page, complaints, leave } = await visit();
    await page.getByRole("button", { name: "Help", exact: true }).click();
    await page.getByRole("textbox", { name: "Ask a question…" }).pressSequentially("rotate token");
    await page.getByRole("link", { name: /Rotate the API token/u }).waitFor();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);

    await ask(page, "I want to talk to a human please");
    await answerNewest();
    await page.getByRole("button", { name: "This solved it" }).click();
    await page.getByRole("button", { name: "Rate 5 of 5" }).click();
    await page.getByText("Thanks for the 5 ★!").waitFor();

    expect(complaints).toEqual([]);
    await leave();
  },
);

test.skipIf(isWithoutBrowser)(
  "the keyboard stays in the conversation when a button has done its work",
  async () => {
    const { page, leave } = await visit();
    const focused = (): Promise<unknown> =>
      page.evaluate("document.querySelector('firstline-panel').shadowRoot.activeElement?.outerHTML");
    await ask(page, "How do I rotate the API token?");
    await answerNewest();

    await page.getByRole("button", { name: "This solved it" }).press("Enter");
    await page.getByRole("button", { name: "Rate 5 of 5" }).press("Enter");
    await page.getByText("Thanks for the 5 ★!").waitFor();
    expect(await focused()).toMatch(/^<(?:button|div class="scroller")/u);

    await page.getByRole("button", { name: "Talk to a person" }).press("Enter");
    await page.getByRole("button", { name: "Talk to a person" }).waitFor({ state: "hidden" });
    expect(await focused()).toMatch(/^<textarea/u);
    await leave();
  },
);

test.skipIf(isWithoutBrowser)("the conversation is still there after the page is loaded again", async () => {
  const { page, leave } = await visit();
  await ask(page, "Where is my invoice of May?");

  await page.reload();
  await page.getByRole("button", { name: "Help", exact: true }).click();
  await page.getByRole("button", { name: /Where is my invoice of May/u }).click();

  await page.getByRole("log").getByText("Where is my invoice of May?").waitFor();
  expect(await page.getByRole("status").first().textContent()).toBe("Answering…");
  await leave();
});

test.skipIf(isWithoutBrowser)("what was asked in two tabs is kept by both", async () => {
  const { page: first, leave } = await visit();
  const second = await first.context().newPage();
  await second.goto(hostUrl);
  for (const tab of [first, second]) await tab.getByRole("button", { name: "Help", exact: true }).waitFor();

  await ask(first, "Where is my invoice of January?");
  await ask(second, "Where is my invoice of February?");

  for (const tab of [first, second]) {
    await tab.reload();
    await tab.getByRole("button", { name: "Help", exact: true }).click();
    await tab.getByRole("button", { name: "Conversations" }).click();
    await tab
      .getByRole("button", { name: /invoice of/u })
      .first()
      .waitFor();
    const rows = await tab.getByRole("button", { name: /invoice of/u }).allTextContents();
    expect(rows.join()).toMatch(/February.*January/u);
  }
  await leave();
});

test.skipIf(isWithoutBrowser)("a conversation has nothing that keeps somebody out", async () => {
  const { page, leave } = await visit();
  await ask(page, "How do I rotate the API token?");
  await answerNewest();
  await page.getByRole("button", { name: "This solved it" }).waitFor();
  await page.waitForTimeout(500);

  const found = await findViolations(page);
  expect(found.filter((line) => !line.startsWith("landmark") && !line.startsWith("region"))).toEqual([]);
  await leave();
});

test.skipIf(isWithoutBrowser)("what was said on another day is shown with its day", async () => {
  const { page, leave } = await visit('locale="en-GB"');
  await ask(page, "Where is my invoice of April?");
  await answerNewest();
  const time = page.getByRole("log").getByRole("time").first();
  await time.waitFor();
  expect(await time.textContent()).toMatch(/^\d\d:\d\d$/u);

  const saidAt = new Date((await time.getAttribute("datetime")) ?? "");
  const shownAfter = async (days: number): Promise<string | null> => {
    await page.clock.setFixedTime(saidAt.getTime() + days * 86_400_000);
    await page.reload();
    await page.getByRole("button", { name: "Help", exact: true }).click();
    await page.getByRole("button", { name: /Where is my invoice of April/u }).click();
    return time.textContent();
  };

  expect(await shownAfter(7)).toMatch(/^\d{1,2} [A-Z][a-z]+(?: \d{4})?, \d\d:\d\d$/u);
  expect(await shownAfter(400)).toMatch(/^\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d$/u);
  await leave();
});

test.skipIf(isWithoutBrowser)(
  "a member who signs in elsewhere finds what they asked, and a stranger does not",
  async () => {
    const member = `token="${aToken("browser-member")}"`;
    const first = await visit(member);
    await ask(first.page, "Only for me?");
    const [second, stranger] = [await visit(member), await visit()];

    for (const { page } of [second, stranger]) {
      await page.getByRole("button", { name: "Help", exact: true }).click();
      await page.getByRole("button", { name: "Conversations" }).click();
    }

    await second.page.getByRole("button", { name: /Only for me/u }).waitFor();
    await stranger.page.getByText("No conversations yet.").waitFor();
    expect(await stranger.page.getByText("Only for me?").count()).toBe(0);
    await Promise.all([first.leave(), second.leave(), stranger.leave()]);
  },
);

test.skipIf(isWithoutBrowser)("the form takes a file and opens a ticket of its type", async () => {
  const { page, complaints, leave } = await visit('open locale="de"');
  await page.getByRole("button", { name: "Kontakt" }).click();
  await page.getByLabel("Worum geht es?").selectOption("bug");
  await page.getByLabel("Betreff").fill("Absturz");
  await page.getByLabel("Beschreibung").fill("Die App stürzt beim Start ab.");
  const log = { name: "crash.log", mimeType: "text/plain", buffer: Buffer.from("Segfault") };
  await page.locator("input[type=file]").setInputFiles(log);
  await page.getByRole("button", { name: "Senden" }).click();

  await page
    .getByRole("log")
    .getByRole("button", { name: /crash\.log/u })
    .waitFor();
  const ticket = await database.db.query.tickets.findFirst({ orderBy: (t, { desc }) => desc(t.id) });
  expect(ticket).toMatchObject({ type: "bug", subject: "Absturz" });
  expect(complaints).toEqual([]);
  await leave();
});

test.skipIf(isWithoutBrowser)("what is typed while a message is sent is not lost", async () => {
  const { page, leave } = await visit();
  await ask(page, "Where is my invoice of June?");
  await page.route("**/messages", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  const reply = page.getByRole("textbox", { name: "Write a reply…" });

  await reply.fill("It is not in the mail.");
  await reply.press("Enter");
  await reply.pressSequentially(" And one more thing");
  await page.getByRole("log").getByText("It is not in the mail.").waitFor();

  await expect.poll(() => reply.inputValue()).toBe("And one more thing");
  await leave();
});

test.skipIf(isWithoutBrowser)("of too many files, those that go along are shown", async () => {
  const { page, leave } = await visit("open");
  await page.getByRole("button", { name: "Contact us" }).click();
  const files = Array.from({ length: 7 }, (_, nth) => ({
    name: `page-${nth}.txt`,
    mimeType: "text/plain",
    buffer: Buffer.from("words"),
  }));
  await page.locator("input[type=file]").setInputFiles(files);

  await page.getByRole("alert").getByText("Up to 5 files").waitFor();
  expect(await page.getByRole("button", { name: /^Remove page-/u }).count()).toBe(5);
  await leave();
});

test.skipIf(isWithoutBrowser)(
  "what strangers write is shown as words, and never becomes part of the page",
  async () => {
    const { page, complaints, leave } = await visit();
    const text = `<img src=x onerror="document.title='taken'"> [x](javascript:alert(1)) human please`;

    await ask(page, text);
    await answerNewest();
    await page.getByText("asked the team").or(page.getByText("A person")).first().waitFor();

    expect(await page.title()).toBe("Shop");
    expect(await page.locator("firstline-panel img, firstline-panel a[href^=javascript]").count()).toBe(0);
    expect(complaints).toEqual([]);
    await leave();
  },
);

test.skipIf(isWithoutBrowser)(
  "on a phone the panel is modal: the focus stays in it, and Escape gives it back",
  async () => {
    const { page, leave } = await visit("", 375);
    await page.getByRole("button", { name: "Help", exact: true }).click();
    const dialog = page.getByRole("dialog");
    expect((await dialog.boundingBox())?.width).toBe(375);

    for (let press = 0; press < 20; press += 1) await page.keyboard.press("Tab");
    const inside = await page.evaluate(`document.activeElement.localName`);
    await page.keyboard.press("Escape");

    expect(["firstline-panel", "body"]).toContain(inside);
    expect(await dialog.count()).toBe(0);
    await leave();
  },
);
