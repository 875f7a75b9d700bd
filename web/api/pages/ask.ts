import { readSiteLook } from "@firstline/core";
import { html } from "hono/html";
import { textsFor } from "../../site/texts/index.ts";
import type { Web } from "../context.ts";
import { layout, siteHeader } from "./layout.ts";
import type { Html } from "./layout.ts";

/** The help panel as a page of its own, in the help center's first language. */
export async function askPage(web: Web): Promise<Html> {
  const { title, firstLocale } = await readSiteLook(web.ctx, { workspaceId: web.workspace.id });
  const texts = textsFor(firstLocale);
  return layout(web, {
    title: `${texts.say("askUs")} · ${title}`,
    locale: firstLocale,
    styles: ["ask.css"],
    kind: "ask",
    isPublic: true,
    body: html`${siteHeader(title, [{ href: "/", label: texts.say("home") }])}
      <main>
        <firstline-panel mode="inline"></firstline-panel>
        <noscript
          ><p lang="en" dir="ltr">
            Asking needs JavaScript. The <a href="/">help center</a> works without.
          </p></noscript
        >
      </main>
      <script src="/panel.js" async></script>`,
  });
}
