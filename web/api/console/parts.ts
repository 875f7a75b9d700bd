import type { Platform, Source } from "@firstline/core";
import { html } from "hono/html";
import type { Html } from "../pages/layout.ts";
import { toSourceUrl } from "../source-url.ts";

export const PLATFORM_NAMES: Record<Platform, string> = {
  slack: "Slack",
  discord: "Discord",
  panel: "Help panel",
};

export function badge(text: string, kind = ""): Html {
  return html`<span class="badge ${kind}">${text.replaceAll("_", " ")}</span>`;
}

const STEPS = [
  { seconds: 86_400, unit: "d" },
  { seconds: 3600, unit: "h" },
  { seconds: 60, unit: "min" },
] as const;

/** "4 min ago", with the full time on hover and for machines. */
export function when(at: Date, now: Date): Html {
  const seconds = Math.max(0, (now.getTime() - at.getTime()) / 1000);
  const step = STEPS.find((candidate) => seconds >= candidate.seconds);
  const text = step ? `${Math.floor(seconds / step.seconds)} ${step.unit} ago` : "just now";
  const iso = at.toISOString();
  return html`<time datetime="${iso}" title="${iso.replace("T", " ").slice(0, 16)} UTC">${text}</time>`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export function sourceList(sources: Source[], publicUrl: string): Html {
  if (sources.length === 0) return "";
  return html`<ul class="sources">
    ${sources.map(
      (source) =>
        html`<li>
          <a href="${toSourceUrl(source, publicUrl)}" target="_blank" rel="noopener">${source.title}</a>
        </li>`,
    )}
  </ul>`;
}

export function personLink({ id, name }: { id: number; name: string }): Html {
  return html`<a href="/console/people/${id}">${name}</a>`;
}

/** Without a name nobody can do anything: the page asks for it first. */
export const disabledUnless = (can: boolean): string => (can ? "" : "disabled");

export function option(value: string, label: string, chosen: string | undefined): Html {
  return html`<option value="${value}" ${value === chosen ? "selected" : ""}>${label}</option>`;
}

/** What stands in a `<dl class="facts">`: words or HTML; facts that are not known (null) are left out. */
export function factList(facts: [label: string, value: string | Promise<string> | null][]): Html {
  return html`${facts
    .filter(([, value]) => value !== null)
    .map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}`;
}
