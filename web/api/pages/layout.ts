import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { directionOf } from "../../site/texts/index.ts";
import type { Web } from "../context.ts";

/** Finished HTML; "" where there is nothing to show. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString> | "";

export type Page = {
  title: string;
  /** English if not given. */
  locale?: string;
  /** Names of assets. */
  styles: string[];
  scripts?: string[];
  /** Class of the body. */
  kind: string;
  /** Wears the help center's own colors: pages of visitors do, those of agents do not. */
  isPublic?: boolean;
  /** Goes on to this address at once. */
  refreshTo?: string;
  body: Html;
};

export function layout(web: Web, page: Page): Html {
  const { locale = "en" } = page;
  return html`<!doctype html>
    <html lang="${locale}" dir="${directionOf(locale)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${page.refreshTo === undefined ? "" : html`<meta http-equiv="refresh" content="0; url=${page.refreshTo}" />`}
        <title>${page.title}</title>
        <link
          rel="icon"
          href="${page.isPublic ? "/favicon.svg" : web.assets.url("icon.svg")}"
          type="image/svg+xml"
        />
        ${["base.css", ...page.styles].map((name) => html`<link rel="stylesheet" href="${web.assets.url(name)}" />`)}
        ${page.isPublic ? html`<link rel="stylesheet" href="/theme.css" />` : ""}
        ${(page.scripts ?? []).map((name) => html`<script type="module" src="${web.assets.url(name)}"></script>`)}
      </head>
      <body class="${page.kind}${page.isPublic ? " public" : ""}">
        ${page.body}
      </body>
    </html>`;
}

/** The mark: a bubble whose first line is set. */
export function mark(): Html {
  return html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M6 4h20a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H15l-7 6v-6H6a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4Z" />
    <path class="line" d="M9 11h14" />
    <path class="line faint" d="M9 17h8" />
  </svg>`;
}

export function siteHeader(name: string, links: { href: string; label: string }[]): Html {
  return html`<header class="site">
    <a class="brand" href="/">${mark()}<span>${name}</span></a>
    <nav aria-label="Site">${links.map(({ href, label }) => html`<a href="${href}">${label}</a>`)}</nav>
  </header>`;
}
