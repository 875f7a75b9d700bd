import { readSiteLook } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import { layout, siteHeader } from "./layout.ts";
import type { Html } from "./layout.ts";

/** The help panel as a page of its own. */
export async function askPage(web: Web): Promise<Html> {
  const { title } = await readSiteLook(web.ctx, { workspaceId: web.workspace.id });
  return layout(web, {
    title: `Ask · ${title}`,
    styles: ["ask.css"],
    kind: "ask",
    isPublic: true,
    body: html`${siteHeader(title, [{ href: "/", label: "Help center" }])}
      <main>
        <firstline-panel mode="inline"></firstline-panel>
        <noscript
          ><p>Asking needs JavaScript. The <a href="/">help center</a> works without.</p></noscript
        >
      </main>
      <script src="/panel.js" async></script>`,
  });
}
