import type { Article } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import { layout, siteHeader } from "./layout.ts";
import type { Html } from "./layout.ts";

/** The help panel as a page: asks, then shows the conversation as it goes. The script fills the feed. */
export function homePage(web: Web, suggestions: Article[]): Html {
  return layout(web, {
    title: `${web.workspace.name} help`,
    styles: ["panel.css"],
    scripts: ["panel.js"],
    kind: "panel",
    body: html`${siteHeader(web, [{ href: "/articles", label: "Articles" }])}
      <main id="panel" data-state="start">
        <section class="welcome">
          <h1>How can we help?</h1>
          <p>
            Ask in your own words. You get an answer from our articles in seconds, and a person when you need
            one.
          </p>
        </section>
        <section class="conversation" aria-label="Conversation" hidden>
          <div class="bar">
            <h1 class="subject" tabindex="-1"></h1>
            <span class="status"></span>
            <button type="button" class="button quiet" data-new>New question</button>
          </div>
          <div role="log" aria-label="Messages"><ol class="feed"></ol></div>
          <div class="typing" role="status" hidden>
            <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
            <span>Looking through the articles…</span>
          </div>
        </section>
        <form class="composer" autocomplete="off">
          <label class="sr-only" for="composer">Your question</label>
          <textarea
            id="composer"
            name="text"
            rows="1"
            required
            maxlength="40000"
            placeholder="Ask a question…"
          ></textarea>
          <button class="button primary send" aria-label="Send">
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 20V5m0 0-6 6m6-6 6 6" /></svg>
          </button>
          <p class="notice" role="alert" hidden></p>
        </form>
        ${suggestions.length === 0 ? "" : suggestionList(suggestions)}
        <noscript
          ><p class="notice">
            Asking needs JavaScript. The <a href="/articles">articles</a> work without.
          </p></noscript
        >
      </main>`,
  });
}

function suggestionList(articles: Article[]): Html {
  return html`<section class="suggestions" aria-label="Articles to start with">
    <h2>Good places to start</h2>
    <ul>
      ${articles.map(
        ({ slug, title }) => html`<li><a href="/articles/${encodeURIComponent(slug)}">${title}</a></li>`,
      )}
    </ul>
  </section>`;
}
