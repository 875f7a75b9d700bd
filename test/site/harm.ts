import type { Browser, Page } from "playwright-core";

export type Watched = { page: Page; harm: string[] };

export async function watch(browser: Browser): Promise<Watched> {
  const page = await browser.newPage();
  const harm: string[] = [];
  page.on("dialog", (dialog) => {
    harm.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!/^(?:http:\/\/127\.0\.0\.1:|data:)/u.test(request.url())) harm.push(`call to ${request.url()}`);
  });
  return { page, harm };
}

/** What harm a page does once everything in it that can be touched has been: scripts run, dialogs, calls elsewhere, markup that is not ours. */
export async function visit(
  { page, harm }: Watched,
  url: string,
  path: string,
  mustSay: string,
): Promise<string[]> {
  await page.goto(`${url}${path}`);
  const text = String(await page.evaluate("document.querySelector('main').innerText"));
  if (!text.includes(mustSay)) harm.push(`the text is gone: ${text.slice(0, 200)}`);
  return [...harm.splice(0), ...(await touch(page))];
}

export async function touch(page: Page): Promise<string[]> {
  await page.evaluate(TOUCH_EVERYTHING);
  return page.evaluate<string[]>(FIND_HARM);
}

const TOUCH_EVERYTHING = `for (const element of document.querySelectorAll("main *")) {
  for (const type of ["mouseover", "focus", "click", "error", "load", "toggle"]) {
    if (element.closest("a[href], form") && type === "click") continue;
    element.dispatchEvent(new Event(type));
  }
}`;

const FIND_HARM = `[
  ...(window.harmed ? ["a script ran"] : []),
  ...[...document.querySelectorAll("main *")].flatMap((element) => [...element.attributes]
    .filter(({ name, value }) => /^on|^style$|^srcdoc$/.test(name) || /^\\s*(javascript|vbscript|data|blob|view-source):/i.test(value) && /^(href|src|action|xlink:href)$/.test(name))
    .map(({ name, value }) => element.tagName + " " + name + "=" + value)),
  ...[...document.querySelectorAll("main :is(script:not([src^='/_site/']), style, iframe, object, embed, base, meta, link, math, noscript > *)")].map((element) => element.outerHTML),
  ...(document.querySelectorAll("#_content").length === 1 ? [] : ["an id of ours was taken"]),
]`;
