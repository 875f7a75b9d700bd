import { html } from "hono/html";
import type { Web } from "../context.ts";
import type { Problem } from "../http/errors.ts";
import { layout, siteHeader } from "./layout.ts";
import type { Html } from "./layout.ts";

export function errorPage(web: Web, problem: Problem): Html {
  return layout(web, {
    title: `${problem.title} · ${web.workspace.name}`,
    styles: ["reading.css"],
    kind: "reading",
    isPublic: true,
    body: html`${siteHeader(web.workspace.name, [{ href: "/ask", label: "Ask a question" }])}
      <main class="column">
        <h1>${problem.title}</h1>
        <p>${problem.detail}</p>
      </main>`,
  });
}
