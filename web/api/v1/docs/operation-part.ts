import { html } from "hono/html";
import type { Html } from "../../pages/layout.ts";
import type { ShownOperation } from "./operations.ts";
import { describeType, exampleOf, fieldsOf } from "./schema-text.ts";
import type { Field, Schemas } from "./schema-text.ts";
import { prose } from "./text.ts";

type Setting = { base: string; schemas: Schemas };

export function renderOperation({ base, schemas }: Setting, operation: ShownOperation): Html {
  const { id, method, path, summary, description, scope, body, answers } = operation;
  return html`<article id="${id}">
    <h3>${summary}</h3>
    <p class="address">
      <span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code>
      <span class="scope">${scope}</span>
    </p>
    ${description === "" ? "" : html`<p>${prose(description)}</p>`}
    ${renderFields("Parameters", parametersOf(operation))}
    ${body === null ? "" : renderFields("Body", fieldsOf(schemas, body))}
    <pre
      tabindex="0"
    ><code>${curl(base, operation, body === null ? null : exampleOf(schemas, body))}</code></pre>
    <ul class="answers">
      ${answers.map(
        (answer) =>
          html`<li>
            <strong>${answer.status}</strong> ${prose(answer.description)}
            ${answer.schema === null ? "" : thing(describeType(answer.schema))}
          </li>`,
      )}
    </ul>
  </article>`;
}

/** The name of a thing leads to its description. */
function thing(name: string): Html {
  return html`<a href="#thing-${name}"><code>${name}</code></a>`;
}

function parametersOf({ parameters }: ShownOperation): Field[] {
  return parameters.map(({ name, in: place, required, schema }) => ({
    name: place === "header" ? toHeaderName(name) : name,
    type: place === "header" ? `header, ${describeType(schema)}` : describeType(schema),
    needed: required,
    description: schema.description ?? "",
  }));
}

/** As headers are mostly written; their case means nothing. */
const toHeaderName = (name: string): string => name.replaceAll(/\b[a-z]/gu, (letter) => letter.toUpperCase());

function renderFields(title: string, fields: Field[]): Html {
  if (fields.length === 0) return "";
  return html`<h4>${title}</h4>
    <dl class="fields">
      ${fields.map(
        ({ name, type, needed, description }) =>
          html`<div>
            <dt><code>${name}</code>${needed ? html` <span class="needed">needed</span>` : ""}</dt>
            <dd><span class="type">${type}</span> ${prose(description)}</dd>
          </div>`,
      )}
    </dl>`;
}

function curl(base: string, { method, path, bodyType }: ShownOperation, body: unknown): string {
  const address = base + path.replaceAll(/\{\w+\}/gu, "42");
  const lines = [
    `curl ${method === "GET" ? "" : `-X ${method} `}${address}`,
    `  -H "Authorization: Bearer $FIRSTLINE_KEY"`,
    ...(body === null ? [] : [`  -H "Content-Type: ${bodyType}"`, `  --data-binary ${quoted(body)}`]),
  ];
  return lines.join(" \\\n");
}

/** As a shell takes it; a text stands for itself, everything else for its JSON. */
function quoted(body: unknown): string {
  const text = typeof body === "string" ? body : JSON.stringify(body, null, 2);
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
