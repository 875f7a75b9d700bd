import { html } from "hono/html";
import type { Web } from "../context.ts";
import { layout } from "./layout.ts";
import type { Html } from "./layout.ts";

export type DemoPage = {
  /** Signed; null: an anonymous visitor. */
  token: string | null;
  /** Whether the page can show the panel to a signed-in member, or why not. */
  signsIn: "yes" | keyof typeof NOT_SIGNED_IN;
  isDark: boolean;
  locale: string;
};

const NOT_SIGNED_IN = {
  no_secret: "Set PANEL_SECRET to try it signed in.",
  not_in_public: "It can be tried signed in on your own machine only.",
};

const LOCALES = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  pt: "Português",
  it: "Italiano",
  nl: "Nederlands",
  ru: "Русский",
  ar: "العربية",
  zh: "中文",
  ja: "日本語",
  ko: "한국어",
};

/** A pretend site with the help panel in its corner, as an operator would embed it. */
export function demoPage(web: Web, demo: DemoPage): Html {
  const link = (changes: Partial<Record<"as" | "theme" | "locale", string>>): string => {
    const now = { as: demo.token ? "member" : "", theme: demo.isDark ? "dark" : "", locale: demo.locale };
    const set = Object.entries({ ...now, ...changes }).filter(([, value]) => value !== "");
    return `/demo?${new URLSearchParams(set).toString()}`;
  };
  const tag = `<script src="${web.publicUrl}/panel.js" async></script>\n<firstline-panel></firstline-panel>`;
  return layout(web, {
    title: "Help panel demo",
    styles: ["demo.css"],
    kind: demo.isDark ? "demo dark" : "demo",
    body: html`<header>
        <strong>Northwind Bikes</strong>
        <nav aria-label="Site"><span>Bikes</span><span>Repairs</span><span>About</span></nav>
      </header>
      <main>
        <p class="kicker">A site that is not there</p>
        <h1>Ride further.</h1>
        <p class="lead">
          This page stands in for yours. The round button in the corner is the help panel: search, ask, follow
          the conversation, write to the team.
        </p>
        <h2>Try it as</h2>
        <p class="choices">
          <a href="${link({ as: "" })}" ${demo.token ? "" : html`aria-current="true"`}>Anonymous visitor</a>
          ${
            demo.signsIn === "yes"
              ? html`<a href="${link({ as: "member" })}" ${demo.token ? html`aria-current="true"` : ""}
                  >Signed-in member</a
                >`
              : html`<span>${NOT_SIGNED_IN[demo.signsIn]}</span>`
          }
        </p>
        <p class="choices">
          <a href="${link({ theme: "" })}" ${demo.isDark ? "" : html`aria-current="true"`}>Light</a>
          <a href="${link({ theme: "dark" })}" ${demo.isDark ? html`aria-current="true"` : ""}>Dark</a>
        </p>
        <p class="choices">
          ${Object.entries(LOCALES).map(
            ([code, name]) =>
              html`<a
                href="${link({ locale: code })}"
                lang="${code}"
                ${demo.locale === code ? html`aria-current="true"` : ""}
                >${name}</a
              >`,
          )}
        </p>
        <h2>On your own site</h2>
        <p>Add these two lines, and the site's origin to the workspace's list:</p>
        <pre tabindex="0"><code>${tag}</code></pre>
      </main>
      <firstline-panel
        locale="${demo.locale}"
        theme="${demo.isDark ? "dark" : "light"}"
        ${demo.token === null ? "" : html`token="${demo.token}"`}
      ></firstline-panel>
      <script src="/panel.js" async></script>`,
  });
}
