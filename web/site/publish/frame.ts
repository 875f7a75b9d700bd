import { createHash } from "node:crypto";
import type { SiteStructure } from "@firstline/core";
import { themeCss } from "../theme.ts";
import type { PageHead, SiteFrame } from "../views.ts";

/** A file is served for good under an address that names the beginning of its hash. */
const versionOf = (content: string): string => createHash("sha256").update(content).digest("hex").slice(0, 8);

export type FrameOptions = {
  /** Address that the site is read at, without a slash at its end. */
  baseUrl: string;
};

/** The first language has no prefix; the others stand below their own. */
export function prefixOf(structure: Pick<SiteStructure, "site">, locale: string): string {
  return locale === firstLocale(structure) ? "" : `/${locale}`;
}

export const firstLocale = ({ site }: Pick<SiteStructure, "site">): string => site.locales[0] ?? "en";

export function frameOf(structure: SiteStructure, { baseUrl }: FrameOptions, locale: string): SiteFrame {
  const { site } = structure;
  return {
    title: site.title ?? structure.workspaceName,
    tagline: site.tagline,
    logoUrl: site.logoUrl,
    accentColor: site.accentColor,
    accentColorDark: site.accentColorDark,
    themePath: `/theme.css?v=${versionOf(themeCss(site))}`,
    links: site.links.map(({ label, url }) => ({ label, href: url })),
    baseUrl,
    locale,
    prefix: prefixOf(structure, locale),
    parts: {
      beta: structure.articles.some((article) => article.isBeta),
      roadmap: site.roadmap && structure.posts.length > 0,
      changelog: site.changelog && structure.entries.length > 0,
    },
  };
}

export type HeadOptions = {
  title: string;
  path: string;
  description?: string;
  noindex?: boolean;
  /** Languages that have the page; all of them unless given. */
  locales?: readonly string[];
};

/** The head of a page that stands in several languages under the same path. */
export function headOf(structure: SiteStructure, frame: SiteFrame, page: HeadOptions): PageHead {
  const { indexed } = structure.site;
  const locales = page.locales ?? structure.site.locales;
  return {
    title: page.title,
    description: page.description ?? "",
    path: pathIn(frame.prefix, page.path),
    canonicalPath: null,
    alternates: locales.map((locale) => ({ locale, path: pathIn(prefixOf(structure, locale), page.path) })),
    noindex: !indexed || page.noindex === true,
    imagePath: null,
  };
}

const pathIn = (prefix: string, path: string): string =>
  prefix !== "" && path === "/" ? prefix : prefix + path;
