import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

/** Where Debian, Ubuntu, Fedora and Google put it; a wrapper script comes after the program that it starts. */
const PLACES = [
  "/usr/lib/chromium/chromium",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** Path of a Chromium; null where there is none. `CHROMIUM_PATH` names another one. */
export function findChromium(): string | null {
  const named = process.env["CHROMIUM_PATH"];
  const places = named === undefined || named === "" ? PLACES : [named];
  return places.find((path) => existsSync(path)) ?? null;
}

/** Whether browser tests have to be left out; says so once for each file. Use it as `describe.skipIf(lacksChromium())`. */
export function lacksChromium(): boolean {
  if (findChromium() !== null) return false;
  console.warn("Tests in a browser are left out: there is no Chromium here (apt-get install chromium).");
  return true;
}

const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
];

/** A headless Chromium of its own, with more flags if need be; the caller closes it. Throws where there is none. */
export async function openBrowser(flags: string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("there is no Chromium here (apt-get install chromium)");
  return chromium.launch({ executablePath, headless: true, args: [...BROWSER_FLAGS, ...flags] });
}
