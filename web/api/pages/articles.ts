import type { Article } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import { layout, siteHeader } from "./layout.ts";
import type { Html } from "./layout.ts";

const LINKS = [
  { href: "/articles", label: "Articles" },
  { href: "/", label: "Ask a question" },
];

export function articlePage(web: Web, article: Article, content: Html): Html {
  return layout(web, {
    title: `${article.title} · ${web.workspace.name}`,
    styles: ["article.css"],
    kind: "reading",
    body: html`${siteHeader(web, LINKS)}
      <main class="column">
        <p class="crumbs">
          <a href="/articles">Articles</a>${
            article.category === null ? "" : html` <span aria-hidden="true">/</span> ${article.category}`
          }
        </p>
        <article class="prose">
          <h1>${article.title}</h1>
          ${content}
        </article>
        <p class="ask"><a class="button primary" href="/">Still stuck? Ask a question</a></p>
      </main>`,
  });
}

export function articleListPage(web: Web, articles: Article[]): Html {
  const groups = Map.groupBy(articles, (article) => article.category ?? "");
  return layout(web, {
    title: `Articles · ${web.workspace.name}`,
    styles: ["article.css"],
    kind: "reading",
    body: html`${siteHeader(web, LINKS)}
      <main class="column">
        <h1>Articles</h1>
        ${articles.length === 0 ? html`<p>Nothing has been published yet.</p>` : ""}
        ${[...groups].map(([category, list]) => group(category, list))}
      </main>`,
  });
}

function group(category: string, articles: Article[]): Html {
  return html`<section class="group">
    ${category === "" ? "" : html`<h2>${category}</h2>`}
    <ul>
      ${articles.map(
        ({ slug, title }) => html`<li><a href="/articles/${encodeURIComponent(slug)}">${title}</a></li>`,
      )}
    </ul>
  </section>`;
}
