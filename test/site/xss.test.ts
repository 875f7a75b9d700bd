import type { ReadItem } from "@firstline/core";
import { loadTemplates } from "@firstline/web/pages";
import type { PageView } from "@firstline/web/pages";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacksChromium, openBrowser } from "../support/browser.ts";
import { anArticle } from "../support/factories.ts";
import { touch, visit, watch } from "./harm.ts";
import type { Watched } from "./harm.ts";
import { servePages } from "./page-server.ts";
import type { PageServer } from "./page-server.ts";
import { serveArticles } from "./served-site.ts";
import type { ServedSite } from "./served-site.ts";
import { specimens } from "./specimens.ts";
import { CORPUS } from "./xss-corpus.ts";

describe.skipIf(lacksChromium())("in a real browser, under the real policy", () => {
  let browser: Browser;
  let served: ServedSite;
  let watched: Watched;

  beforeAll(async () => {
    served = await serveArticles(CORPUS.map(toArticle));
    browser = await openBrowser();
    watched = await watch(browser);
  });
  afterAll(async () => {
    await browser.close();
    await served.stop();
  });

  test.each(CORPUS.map((markdown, n) => ({ markdown, n })))("$markdown does no harm", async ({ n }) => {
    const harm = await visit(watched, served.url, `/articles/case-${n}`, `End of ${n}.`);

    expect(harm).toEqual([]);
  });

  test.each([
    "<img src=x onerror='top.harmed=1'>",
    "<script>top.harmed=1</script>",
    "<a href='javascript:top.harmed=1'>x</a>",
    "<p style='color:red'>x</p>",
    "<iframe></iframe>",
  ])("and %s would be seen where it is let through", async (markup) => {
    const page = await browser.newPage();
    await page.setContent(`<main id="_content">${markup}</main>`);

    expect(await touch(page)).not.toEqual([]);
    await page.close();
  });

  describe("where every text of a page means harm", () => {
    let pages: PageServer;
    const hostile = `"'><script>top.harmed=1</script></script></title><img src=x onerror=top.harmed=1>`;

    beforeAll(async () => {
      const views = Object.entries(await specimens());
      const spoiled = views.map(([name, view]) => [name, spoil(view, hostile)]);
      pages = await servePages(await loadTemplates(), Object.fromEntries(spoiled));
    });
    afterAll(() => pages.close());

    test.each(["home", "category", "article", "beta", "changelog", "roadmap", "post"])(
      "%s does none",
      async (name) => {
        expect(await visit(watched, pages.url, `/${name}`, "<script>")).toEqual([]);
      },
    );
  });
});

const toArticle = (content: string, n: number): ReadItem =>
  anArticle({
    title: `${n} ${content.slice(0, 150)}`,
    slug: `case-${n}`,
    content: `${content}\n\nEnd of ${n}.`,
  });

/** What is not a text but chosen by us: kinds, addresses, colors, times and HTML that was made safe before. */
const OURS =
  /^(?:kind|href|url|.*Url|.*Path|path|prefix|locale|.*Locale|.*Color|.*At|at|html|status|type|anchor|slug|postHref|changelogHref|older|newer)$/u;

function spoil(value: PageView, hostile: string): PageView {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) =>
      typeof part === "string" && !OURS.test(key) ? `${hostile}${part}` : part,
    ),
  );
}
