import type { FixLog, FixStep } from "@firstline/core";
import { html } from "hono/html";
import type { Web } from "../context.ts";
import { renderMessage } from "../markdown.ts";
import type { Html } from "../pages/layout.ts";
import { consoleFrame } from "./frame.ts";
import { badge, factList, percent, when } from "./parts.ts";

/** Everything that is known of one attempt to fix an issue: outcome, proof, change, and what the model did. */
export function fixPage(web: Web, log: FixLog, agent: string | null): Html {
  const { attempt, issue, repo } = log;
  const title = `Fix attempt ${attempt.number} for ${repo}#${issue.number}`;
  return consoleFrame(web, {
    title,
    agent,
    body: html`<article class="fix">
      <p class="crumbs">
        <a href="/console">Tickets</a> <span aria-hidden="true">/</span>
        <a href="/console/tickets/${attempt.ticketId}">#${attempt.ticketId}</a>
        <span aria-hidden="true">/</span> ${title}
      </p>
      <h1>${title}</h1>
      <p class="badges">${badge(attempt.status)} ${sureOf(log)}</p>
      <p><a href="${issue.url}" target="_blank" rel="noopener">${issue.title}</a></p>
      ${attempt.failure === null ? "" : html`<p class="why">${attempt.failure}</p>`} ${facts(web, log)}
      ${attempt.summary === null ? "" : section("What it does", html`${renderMessage(attempt.summary)}`)}
      ${list("What is not sure", attempt.limits)} ${proof(log)} ${change(log)} ${steps(log)}
    </article>`,
  });
}

function sureOf({ attempt }: FixLog): Html {
  return attempt.confidence === null ? "" : badge(`${percent(attempt.confidence)} sure`);
}

function facts(web: Web, { attempt }: FixLog): Html {
  const known = factList([
    ["Started by", attempt.approvedLogin ?? "the repository's setting"],
    ["Begun", attempt.startedAt === null ? null : when(attempt.startedAt, web.ctx.now())],
    ["Model", attempt.model],
    ["Cost", `${attempt.costUsd.toFixed(2)} USD`],
    [
      "Pull request",
      attempt.prUrl === null
        ? null
        : html`<a href="${attempt.prUrl}" target="_blank" rel="noopener">#${attempt.prNumber}</a>`,
    ],
  ]);
  return html`<dl class="facts">${known}</dl>`;
}

function section(title: string, body: Html): Html {
  return html`<section>
    <h2>${title}</h2>
    <div class="prose">${body}</div>
  </section>`;
}

function list(title: string, sentences: string[]): Html {
  if (sentences.length === 0) return "";
  return section(
    title,
    html`<ul>
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>`,
  );
}

const STAGES = {
  before: "Tests before any change",
  with_test: "With the new test alone",
  with_fix: "With the test and the fix",
} as const;

function proof({ attempt }: FixLog): Html {
  if (attempt.proof.length === 0) return "";
  return section(
    "Proof",
    html`${attempt.proof.map(
      (stage) =>
        html`<details>
          <summary>
            ${STAGES[stage.stage]}: ${stage.passed ? "passed" : "failed"}
            <span class="faint">${stage.seconds.toFixed(1)} s</span>
          </summary>
          <pre>${stage.output}</pre>
        </details>`,
    )}`,
  );
}

function change({ attempt }: FixLog): Html {
  if (attempt.patch === null || attempt.patch.length === 0) return "";
  return section(
    "Changed files",
    html`${attempt.patch.map(
      (file) =>
        html`<details>
          <summary>${file.path} ${file.isTest ? badge("test") : ""}</summary>
          <pre>${file.content ?? "(deleted)"}</pre>
        </details>`,
    )}`,
  );
}

function steps({ steps: all }: FixLog): Html {
  if (all.length === 0) return "";
  return html`<section>
    <h2>What the model did</h2>
    <ol class="steps">
      ${all.map((step) => renderStep(step))}
    </ol>
  </section>`;
}

function renderStep({ tool, input, output, refused }: FixStep): Html {
  return html`<li>
    <details>
      <summary>
        <code>${tool}</code> ${refused ? badge("refused", "urgent") : ""}
        <span class="faint">${input.slice(0, 120)}</span>
      </summary>
      <pre>${input}</pre>
      <pre>${output}</pre>
    </details>
  </li>`;
}
