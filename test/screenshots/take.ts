import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../support/browser.ts";
import { startWorld, until } from "../support/world.ts";
import { shownPages, signIn } from "./pages.ts";
import type { Shown } from "./pages.ts";
import { stockWorld } from "./stock.ts";

const HANDBOOK = fileURLToPath(new URL("../../handbook/", import.meta.url));
const PICTURES = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const PATIENCE_MS = 300_000;

const LOOKS = [
  { suffix: "", colorScheme: "light", width: 1280, height: 800 },
  { suffix: "-dark", colorScheme: "dark", width: 1280, height: 800 },
  { suffix: "-phone", colorScheme: "light", width: 390, height: 844 },
] as const;

type Look = (typeof LOOKS)[number];

/** Takes all pictures again, or those that are named: `npm run screenshots -- home roadmap`. */
async function takePictures(names: string[]): Promise<void> {
  const world = await startWorld({ web: true });
  const base = world.webUrl ?? "";
  // However unsure, the panel is answered, and a person is offered beside.
  await world.settings({
    answerThreshold: 0,
    resolveThreshold: 1,
    site: { title: "Firstline help", tagline: "How to run Firstline, write for it, and read its answers." },
  });
  const postId = await stockWorld(world, HANDBOOK);
  await untilShown(base, "/", "Changelog");
  await untilShown(base, "/categories/connecting-slack", "restart Firstline");
  await untilShown(base, "/articles/connect-slack", "Changelog");
  const browser = await openBrowser();
  mkdirSync(PICTURES, { recursive: true });
  const pages = shownPages(postId).filter(({ name }) => names.length === 0 || names.includes(name));
  for (const look of LOOKS) await takeLook({ browser, base, look, pages });
  await browser.close();
  await world.stop();
}

/** Pages are made by a job: soon after a change, not at once. */
async function untilShown(base: string, path: string, words: string): Promise<void> {
  const look = async (): Promise<true | null> => {
    const response = await fetch(base + path);
    return response.ok && (await response.text()).includes(words) ? true : null;
  };
  await until(`${path} with "${words}"`, look, PATIENCE_MS);
}

type Round = { browser: Browser; base: string; look: Look; pages: Shown[] };

async function takeLook({ browser, base, look, pages }: Round): Promise<void> {
  const { suffix, colorScheme, width, height } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: "reduce",
    // Times are written in the reader's zone.
    timezoneId: "UTC",
    locale: "en-US",
  });
  const page = await context.newPage();
  await signIn(page, base);
  for (const shown of pages) {
    const dark = shown.name === "panel" && colorScheme === "dark" ? "?theme=dark" : "";
    await page.goto(base + shown.path + dark);
    await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(ignoreOpenStream);
    await shown.prepare?.(page);
    await keep(page, `${shown.name}${suffix}.png`);
  }
  await context.close();
}

/** The panel and the console keep a stream open, so the network never rests. */
function ignoreOpenStream(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "TimeoutError") throw error;
}

async function keep(page: Page, file: string): Promise<void> {
  // What slides or fades in has arrived.
  await page.waitForTimeout(400);
  const picture = await page.screenshot({ animations: "disabled", caret: "hide" });
  writeFileSync(PICTURES + file, picture);
  process.stdout.write(`${file} ${Math.round(picture.length / 1024)} KB\n`);
}

await takePictures(process.argv.slice(2));
process.exit(0);
