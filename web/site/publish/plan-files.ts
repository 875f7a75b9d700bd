import type { SiteStructure } from "@firstline/core";
import { faviconSvg, themeCss } from "../theme.ts";
import { textsFor } from "../texts/index.ts";
import type { SiteFrame } from "../views.ts";
import type { LocaleSite, Shown } from "./locale-site.ts";
import type { PlanPart } from "./plan.ts";
import { rssFeed } from "./xml.ts";

const IN_FEED = 30;

export type FileParts = { structure: SiteStructure; frame: SiteFrame; site: LocaleSite };

const isListed = (shown: Shown): boolean => !shown.isHidden && shown.textLocale === null;

/** What machines read: feed, llms.txt, and for the whole site its look, robots.txt and the list of pages. */
export function planFiles(parts: FileParts): PlanPart {
  const { frame, site, structure } = parts;
  return (plan) => {
    plan.pages.set(`${site.prefix}/rss.xml`, () => ({ kind: "text", text: articleFeed(parts) }));
    plan.pages.set(`${site.prefix}/llms.txt`, () => ({ kind: "text", text: llmsText(parts) }));
    if (site.prefix !== "") return;
    plan.pages.set("/theme.css", () => ({ kind: "text", text: themeCss(frame) }));
    plan.pages.set("/favicon.svg", () => ({ kind: "text", text: faviconSvg(frame) }));
    plan.pages.set("/robots.txt", () => ({ kind: "text", text: robotsText(structure, frame) }));
  };
}

function articleFeed({ frame, site }: FileParts): string {
  const at = ({ article }: Shown): Date => article.publishedAt ?? article.updatedAt;
  const latest = site.shown
    .filter((shown) => isListed(shown) && !shown.article.isBeta)
    .toSorted((a, b) => at(b).getTime() - at(a).getTime() || b.article.id - a.article.id)
    .slice(0, IN_FEED);
  return rssFeed({
    title: frame.title,
    description: frame.tagline,
    url: `${frame.baseUrl}${frame.prefix}/`,
    selfUrl: `${frame.baseUrl}${frame.prefix}/rss.xml`,
    locale: frame.locale,
    items: latest.map((shown) => ({
      title: shown.article.title,
      url: frame.baseUrl + shown.href,
      at: at(shown).toISOString(),
      description: shown.article.description,
    })),
  });
}

/** The help center for language models: what there is, with the address of each article's Markdown. */
function llmsText({ frame, site }: FileParts): string {
  const line = ({ article, href }: Shown): string => {
    const about = article.description === "" ? "" : `: ${oneLine(article.description)}`;
    return `- [${oneLine(article.title).replaceAll(/[[\]]/gu, String.raw`\$&`)}](${frame.baseUrl}${href}.md)${about}`;
  };
  const part = (name: string, articles: Shown[]): string[] =>
    articles.length === 0 ? [] : ["", `## ${oneLine(name)}`, "", ...articles.map(line)];
  const texts = textsFor(site.locale);
  return [
    `# ${oneLine(frame.title)}`,
    ...(frame.tagline === "" ? [] : ["", `> ${oneLine(frame.tagline)}`]),
    ...[...site.branches.values()].flatMap(({ name, articles }) => part(name, articles)),
    ...part(texts.say("otherArticles"), site.loose),
    ...part(texts.say("betaTitle"), site.beta),
    "",
  ].join("\n");
}

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, " ").trim();

function robotsText({ site }: SiteStructure, { baseUrl }: SiteFrame): string {
  if (!site.indexed) return "User-agent: *\nDisallow: /\n";
  return `User-agent: *\nDisallow: /api/\nDisallow: /console\nAllow: /\n\nSitemap: ${baseUrl}/sitemap.xml\n`;
}
