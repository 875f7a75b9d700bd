import type { Button, Reply, Source } from "@firstline/core";
import type { ActionsBlock, KnownBlock } from "@slack/types";
import {
  cut,
  cutMarkdown,
  LIMITS,
  MAX_BLOCKS_JSON,
  MAX_BODY,
  MAX_EXCERPT,
  MAX_FALLBACK,
  MAX_SOURCES,
} from "./limits.ts";
import { escapeMrkdwn, linkMrkdwn, webAddress } from "./mrkdwn.ts";
import { toPlainText, toRichText } from "./rich-text.ts";

/** What chat.postMessage and chat.update take. */
export type SlackMessage = {
  /** Plain words for notifications and screen readers. */
  text: string;
  blocks: KnownBlock[];
  username?: string;
  icon_url?: string;
};

export type RenderOptions = {
  /** The token may post under another name (scope chat:write.customize). */
  canCustomize: boolean;
};

/** Markup takes a different share of every text, so that the first cut is a guess. */
const MOST_TRIES = 5;

/** Block Kit of a reply, cut to Slack's limits. */
export function renderReply(reply: Reply, options: RenderOptions): SlackMessage {
  const author = reply.author === undefined || options.canCustomize ? undefined : `${reply.author.name}:`;
  let limit = MAX_BODY;
  let blocks = blocksOf(reply, author, limit);
  for (let tries = 1; tries < MOST_TRIES; tries += 1) {
    const size = JSON.stringify(blocks).length;
    if (size <= MAX_BLOCKS_JSON) break;
    limit = Math.floor((Math.min(limit, reply.markdown.length) * 0.85 * MAX_BLOCKS_JSON) / size);
    blocks = blocksOf(reply, author, limit);
  }
  return { text: fallbackOf(reply, author), blocks, ...(options.canCustomize ? identityOf(reply) : {}) };
}

function identityOf({ author }: Reply): Pick<SlackMessage, "username" | "icon_url"> {
  if (!author) return {};
  const icon = webAddress(author.avatarUrl ?? null);
  return { username: cut(author.name, LIMITS.username), ...(icon ? { icon_url: icon } : {}) };
}

function blocksOf(reply: Reply, author: string | undefined, limit: number): KnownBlock[] {
  const { markdown, isCut } = cutMarkdown(reply.markdown, limit);
  const body = toRichText(markdown, author);
  const blocks: KnownBlock[] = [
    ...(reply.title ? [header(reply.title)] : []),
    ...(body ? [body] : []),
    ...(isCut ? [context(["(message shortened)"])] : []),
    ...mentions(reply.mentions ?? []),
    ...fields(reply.fields ?? []),
    ...sources(reply),
    ...(reply.buttons ?? []).flatMap(actions),
    ...(reply.footer ? [context([escapeMrkdwn(reply.footer)])] : []),
  ];
  if (blocks.length === 0) return [context(["…"])];
  return blocks.slice(0, LIMITS.blocks);
}

function header(title: string): KnownBlock {
  return { type: "header", text: { type: "plain_text", text: cut(title, LIMITS.header), emoji: true } };
}

/** Small print; `texts` are mrkdwn already. `verbatim` keeps Slack from finding mentions of its own. */
function context(texts: readonly string[]): KnownBlock {
  const elements = texts
    .slice(0, LIMITS.contextElements)
    .map((text) => ({ type: "mrkdwn" as const, text: text.slice(0, LIMITS.contextText), verbatim: true }));
  return { type: "context", elements };
}

/** Only ids are mentioned, so that no text can call anybody. */
function mentions(userIds: readonly string[]): KnownBlock[] {
  const known = userIds.filter((id) => /^[UW][A-Z0-9_]+$/u.test(id)).slice(0, LIMITS.mentions);
  if (known.length === 0) return [];
  const text = known.map((id) => `<@${id}>`).join(" ");
  return [{ type: "section", text: { type: "mrkdwn", text, verbatim: true } }];
}

function fields(all: NonNullable<Reply["fields"]>): KnownBlock[] {
  const shown = all.filter(({ value }) => value.trim() !== "").slice(0, LIMITS.fields);
  if (shown.length === 0) return [];
  const texts = shown.map(({ label, value }) => {
    const head = `*${escapeMrkdwn(label)}*\n`;
    return {
      type: "mrkdwn" as const,
      text: head + fitEscaped(value, LIMITS.field - head.length),
      verbatim: true,
    };
  });
  return [{ type: "section", fields: texts }];
}

/** Escaping makes text longer; what is cut must not end inside an entity. */
function fitEscaped(text: string, max: number): string {
  let kept = cut(text, max);
  while (escapeMrkdwn(kept).length > max) kept = cut(kept, Math.floor(kept.length * 0.9));
  return escapeMrkdwn(kept);
}

/** Articles with an address are links in one line; those without show their first words, or they would help nobody. */
function sources({ sources: all = [], sourcesLabel = "Sources" }: Reply): KnownBlock[] {
  const shown = all.slice(0, MAX_SOURCES);
  const isQuoted = ({ url, excerpt }: Source): boolean =>
    webAddress(url) === null && Boolean(excerpt?.trim());
  const links = shown
    .filter((source) => !isQuoted(source))
    .map(({ title, url }) => linkMrkdwn(cut(title, 120), url));
  const quotes = shown.filter(isQuoted).map(({ title, excerpt }) => {
    const words = cut((excerpt ?? "").replace(/\s+/gu, " ").trim(), MAX_EXCERPT);
    return `*${escapeMrkdwn(cut(title, 120))}*: ${escapeMrkdwn(words)}`;
  });
  const lines = [...(links.length > 0 ? [`${sourcesLabel}: ${links.join(" · ")}`] : []), ...quotes];
  // One element a block: elements of one context block flow into each other like words.
  return lines.map((line) => context([line]));
}

function actions(row: Button[]): ActionsBlock[] {
  const elements = row.slice(0, LIMITS.buttonsInRow).map((button, place) => {
    const label = { type: "plain_text" as const, text: cut(button.label, LIMITS.buttonLabel), emoji: true };
    const look = button.style ? { style: button.style } : {};
    if (button.action === "open_link") {
      const url = button.value.slice(0, LIMITS.buttonUrl);
      // Slack wants every id of a row once, and an address may be longer than an id.
      return { type: "button" as const, text: label, action_id: `open_link:${place}`, url, ...look };
    }
    return {
      type: "button" as const,
      text: label,
      action_id: toActionId(button),
      value: button.value,
      ...look,
    };
  });
  return elements.length === 0 ? [] : [{ type: "actions", elements }];
}

/** Unique in a message, since no two of its buttons do the same with the same thing. */
export function toActionId(button: Pick<Button, "action" | "value">): string {
  return `${button.action}:${button.value}`.slice(0, LIMITS.actionId);
}

function fallbackOf(reply: Reply, author: string | undefined): string {
  const said = toPlainText(cutMarkdown(reply.markdown, 3 * MAX_FALLBACK).markdown)
    .replace(/\s+/gu, " ")
    .trim();
  const whole = [reply.title, author, said].filter(Boolean).join(" ");
  return escapeMrkdwn(cut(whole === "" ? "…" : whole, MAX_FALLBACK));
}
