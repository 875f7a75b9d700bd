import { readSiteLook } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../../context.ts";
import { layout, mark } from "../../pages/layout.ts";
import type { Html } from "../../pages/layout.ts";
import type { ApiDocument } from "../document.ts";
import { listByTag } from "./operations.ts";
import type { TagWithOperations } from "./operations.ts";
import { renderOperation } from "./operation-part.ts";
import { describeType, fieldsOf } from "./schema-text.ts";
import type { Schemas } from "./schema-text.ts";
import { prose } from "./text.ts";

/** The reference of the API, made of the document that programs are generated from. */
export async function docsPage(web: Web, document: ApiDocument): Promise<Html> {
  const { title } = await readSiteLook(web.ctx, { workspaceId: web.workspace.id });
  // The document is plain JSON; of its schemas the page reads what `Schema` names.
  const schemas = (document.components?.schemas ?? {}) as Schemas;
  const tags = listByTag(document);
  const base = `${web.publicUrl}/api/v1`;
  return layout(web, {
    title: `API · ${title}`,
    styles: ["api-docs.css"],
    kind: "api-docs",
    isPublic: true,
    body: html`<header class="top">
        <a class="brand" href="/">${mark()}<span>${title}</span></a>
        <a href="/api/openapi.json">OpenAPI document</a>
      </header>
      <div class="columns">
        ${renderContents(tags)}
        <main>
          ${renderIntroduction(base)}
          ${tags.map(
            (tag) =>
              html`<section id="${tag.name.toLowerCase()}">
                <h2>${tag.name}</h2>
                <p>${tag.description}</p>
                ${tag.operations.map((operation) => renderOperation({ base, schemas }, operation))}
              </section>`,
          )}
          ${renderSchemas(schemas)}
        </main>
      </div>`,
  });
}

function renderContents(tags: TagWithOperations[]): Html {
  return html`<nav aria-label="Contents">
    <a class="tag" href="#start">Start</a>
    ${tags.map(
      (tag) =>
        html`<a class="tag" href="#${tag.name.toLowerCase()}">${tag.name}</a>
          ${tag.operations.map(({ id, summary }) => html`<a class="operation" href="#${id}">${summary}</a>`)}`,
    )}
    <a class="tag" href="#schemas">Things</a>
  </nav>`;
}

function renderIntroduction(base: string): Html {
  return html`<section id="start">
    <h1>API</h1>
    <p>
      JSON over HTTP. Make a key with <code>firstline keys create --name NAME --scopes LIST</code> and send it
      with every request. What is refused is answered with a problem after RFC 9457: <code>detail</code> is a
      sentence for people, <code>code</code> is for programs, <code>errors</code> names each part that is
      wrong.
    </p>
    <pre tabindex="0"><code>curl ${base}/tickets \\
  -H "Authorization: Bearer $FIRSTLINE_KEY"</code></pre>
    <ul>
      <li>
        <strong>Pages.</strong> A list answers <code>next</code>; give it as <code>cursor</code> for the
        following page.
      </li>
      <li>
        <strong>Once only.</strong> Send an <code>Idempotency-Key</code> with a POST: however often it is
        sent, it is done once. Keys are kept for a day.
      </li>
      <li>
        <strong>Versions.</strong> Answers carry an <code>ETag</code>: send it back as
        <code>If-None-Match</code> to read, as <code>If-Match</code> to change an article only if nobody else
        has.
      </li>
      <li>
        <strong>Rates.</strong> <code>RateLimit</code> says how many requests are left. After a 429 wait for
        <code>Retry-After</code> seconds.
      </li>
    </ul>
  </section>`;
}

function renderSchemas(schemas: Schemas): Html {
  return html`<section id="schemas">
    <h2>Things</h2>
    ${Object.entries(schemas).map(
      ([name, schema]) =>
        html`<article id="thing-${name}">
          <h3>${name}</h3>
          ${schema.description ? html`<p>${prose(schema.description)}</p>` : ""}
          <dl class="fields">
            ${fieldsOf(schemas, schema).map(
              (field) =>
                html`<div>
                  <dt><code>${field.name}</code></dt>
                  <dd><span class="type">${field.type}</span> ${prose(field.description)}</dd>
                </div>`,
            )}
          </dl>
          ${fieldsOf(schemas, schema).length === 0 ? html`<p class="type">${describeType(schema)}</p>` : ""}
        </article>`,
    )}
  </section>`;
}
