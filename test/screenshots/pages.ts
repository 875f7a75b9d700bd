import type { Page } from "playwright-core";
import { CONSOLE_TOKEN } from "../support/world.ts";

export type Shown = {
  /** Name of the picture's file. */
  name: string;
  path: string;
  /** What there is to do before the picture is taken. */
  prepare?: (page: Page) => Promise<void>;
};

/** Every page that people see, by example. */
export function shownPages(postId: number): Shown[] {
  return [
    { name: "home", path: "/" },
    { name: "category", path: "/categories/connecting-slack" },
    { name: "article", path: "/articles/connect-slack" },
    { name: "beta", path: "/beta" },
    { name: "search", path: "/search?q=connect%20slack", prepare: showResults },
    { name: "roadmap", path: "/roadmap" },
    { name: "post", path: `/roadmap/${postId}` },
    { name: "changelog", path: "/changelog" },
    { name: "not-found", path: "/articles/nothing-here" },
    { name: "panel", path: "/demo", prepare: askInCorner },
    { name: "ask", path: "/ask", prepare: showInline },
    { name: "api", path: "/api/docs" },
    { name: "console-feedback", path: "/console/feedback" },
    { name: "console-post", path: `/console/feedback/${postId}` },
    { name: "console-changelog", path: "/console/changelog" },
  ];
}

/** Opens the console in this browser, under an agent's name. */
export async function signIn(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/console?token=${CONSOLE_TOKEN}`);
  await page.waitForURL(/\/console$/u);
  await page.getByLabel("Under which name do members see you?").fill("Bea");
  await page.getByRole("button", { name: "Save" }).click();
}

async function showResults(page: Page): Promise<void> {
  await page.getByRole("link", { name: /Slack/u }).nth(1).waitFor();
}

async function askInCorner(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Help", exact: true }).click();
  await ask(page);
}

async function showInline(page: Page): Promise<void> {
  await page.locator("firstline-panel").getByRole("textbox").first().waitFor();
}

async function ask(page: Page): Promise<void> {
  const panel = page.locator("firstline-panel");
  await panel.getByRole("textbox").first().fill("How do I back up the embedded database?");
  await panel.getByRole("textbox").first().press("Enter");
  await panel.getByRole("list", { name: "Sources" }).waitFor();
}
