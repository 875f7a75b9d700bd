import { html } from "hono/html";
import type { Web } from "../context.ts";
import { layout, mark, siteHeader } from "../pages/layout.ts";
import type { Html } from "../pages/layout.ts";

/** What every page of the console has around it. */
export function consoleFrame(web: Web, page: { title: string; agent: string | null; body: Html }): Html {
  return layout(web, {
    title: `${page.title} · ${web.workspace.name} console`,
    styles: ["console.css", "console-feedback.css"],
    scripts: ["console.js"],
    kind: "console",
    body: html`<header class="site">
        <a class="brand" href="/console">${mark()}<span>${web.workspace.name} console</span></a>
        <nav aria-label="Site">
          <a href="/console">Tickets</a>
          <a href="/console/feedback">Feedback</a>
          <a href="/console/changelog">Changelog</a>
          <a href="/console/searches">Searches</a>
          <a href="/">Help center</a>
          <form method="post" action="/console/leave"><button class="link">Sign out</button></form>
        </nav>
      </header>
      <main>
        <p id="stale" class="stale" role="status"></p>
        ${page.agent === null ? askName() : ""}${page.body}
      </main>`,
  });
}

function askName(): Html {
  return html`<form class="name" method="post" action="/console/name">
    <label for="agent-name">Under which name do members see you?</label>
    <input
      id="agent-name"
      name="name"
      required
      maxlength="60"
      autocomplete="name"
      placeholder="For example Ada"
    />
    <button class="button primary">Save</button>
  </form>`;
}

/**
 * Leads in by a navigation of our own page: after a redirect, a browser that came from elsewhere would keep the strict
 * cookie back.
 */
export function openDoor(web: Web): Html {
  return layout(web, {
    title: "Console",
    styles: ["reading.css"],
    kind: "reading",
    refreshTo: "/console",
    body: html`<main class="column">
      <p>You are signed in. <a href="/console">Open the console</a></p>
    </main>`,
  });
}

/** For a link on another site: browsers keep the strict cookie back from it, but not from a step within our own pages. */
export function doorFromElsewhere(web: Web, to: string): Html {
  return layout(web, {
    title: "Console",
    styles: ["reading.css"],
    kind: "reading",
    refreshTo: to,
    body: html`<main class="column">
      <p><a href="${to}">Go on to the console</a></p>
    </main>`,
  });
}

/** Says how to get in, and nothing else. */
export function closedDoor(web: Web): Html {
  return layout(web, {
    title: "Console",
    styles: ["reading.css"],
    kind: "reading",
    body: html`${siteHeader(web.workspace.name, [{ href: "/", label: "Help center" }])}
      <main class="column prose">
        <h1>The console is for agents</h1>
        <p>
          Open it with the address that Firstline printed when it started: it ends in
          <code>/console?token=…</code>. This browser then stays signed in for 30 days.
        </p>
        <form class="door" action="/console">
          <label for="token">Console token</label>
          <input id="token" name="token" type="password" required autocomplete="current-password" />
          <button class="button primary">Sign in</button>
        </form>
        <p>
          To choose the token yourself, set <code>CONSOLE_TOKEN</code> and start Firstline again. Whoever has
          the token can read every conversation and answer in the team's name.
        </p>
      </main>`,
  });
}
