import type { Button, Reply, Source } from "@firstline/core";
import { ButtonStyle, ComponentType, MessageFlags } from "discord.js";
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APIMessageTopLevelComponent,
  APISeparatorComponent,
  APITextDisplayComponent,
  RESTPostAPIChannelMessageJSONBody,
} from "discord.js";
import { toCustomId } from "./custom-id.ts";
import { LIMITS } from "./limits.ts";
import { cutLine, cutMarkdown, escapeMarkdown, toDiscordMarkdown } from "./markdown.ts";

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;
type Part = APITextDisplayComponent | APISeparatorComponent | Row;

const CARD_COLOR = 0x5b6ee1;
const MAX_SOURCES = 5;
const SOURCES_LENGTH = 1000;
const FIELDS_LENGTH = 1200;
const FOOTER_LENGTH = 300;
const MOST_MENTIONS = 40;
/** What a message keeps for its text however long the rest is. */
const LEAST_BODY = 400;

/** A thin line between what was asked and the facts about it. */
const SEPARATOR: APISeparatorComponent = { type: ComponentType.Separator };

/** Goes with every message: whatever a text names, nobody is pinged. */
export const NO_MENTIONS = { parse: [] } satisfies RESTPostAPIChannelMessageJSONBody["allowed_mentions"];

export type RenderedMessage = {
  flags: MessageFlags.IsComponentsV2;
  components: APIMessageTopLevelComponent[];
  allowed_mentions: typeof NO_MENTIONS & { users?: string[] };
};

/**
 * A reply as Discord's components (the newer form: 4,000 characters instead of 2,000, and a place for the delivery
 * mark). Ordinary replies look like text, replies with a title like a card. `mark` numbers the first component.
 */
export function renderReply(reply: Reply, mark?: number): RenderedMessage {
  const parts: Part[] = [...textParts(reply), ...buttonRows(reply.buttons ?? [])];
  const footer = reply.footer
    ? [text(smallPrint(cutLine(toDiscordMarkdown(reply.footer), FOOTER_LENGTH)))]
    : [];
  const all = [...parts, ...footer];
  const components: APIMessageTopLevelComponent[] =
    reply.title === undefined
      ? all
      : [{ type: ComponentType.Container, accent_color: CARD_COLOR, components: all }];
  const [first, ...others] = components;
  const marked = first && mark !== undefined ? [{ ...first, id: mark }, ...others] : components;
  const users = mentioned(reply);
  const allowed = users.length > 0 ? { ...NO_MENTIONS, users } : NO_MENTIONS;
  return { flags: MessageFlags.IsComponentsV2, components: marked, allowed_mentions: allowed };
}

/** Only ids are mentioned, so that no text can call anybody. */
const mentioned = (reply: Reply): string[] =>
  (reply.mentions ?? []).filter((id) => /^\d+$/u.test(id)).slice(0, MOST_MENTIONS);

/** Text that a person may see of a message of ours, for reading a thread back. */
export function textOfComponents(components: readonly APIMessageTopLevelComponent[]): string {
  return components
    .flatMap((component) => {
      if (component.type === ComponentType.TextDisplay) return [component.content];
      if (component.type !== ComponentType.Container) return [];
      return component.components.flatMap((part) =>
        part.type === ComponentType.TextDisplay ? [part.content] : [],
      );
    })
    .join("\n");
}

function textParts(reply: Reply): Part[] {
  const title = reply.title === undefined ? "" : `### ${cutLine(escapeMarkdown(reply.title), 240)}`;
  const fields = cutMarkdown(fieldLines(reply.fields ?? []), FIELDS_LENGTH);
  const sources = sourceLine(reply);
  const footer = reply.footer ? smallPrint("").length + FOOTER_LENGTH : 0;
  const rest = title.length + fields.length + sources.length + footer + 25 * mentioned(reply).length;
  const body = cutMarkdown(bodyOf(reply), Math.max(LEAST_BODY, LIMITS.text - rest));
  const inOrder = (contents: string[]): Part[] => contents.filter((content) => content !== "").map(text);
  const named = mentioned(reply).map((id) => `<@${id}>`);
  const upper = inOrder([title, body, named.join(" ")]);
  const lower = inOrder([fields, sources]);
  if (upper.length + lower.length === 0) return [text("*(empty message)*")];
  return reply.title !== undefined && fields !== "" ? [...upper, SEPARATOR, ...lower] : [...upper, ...lower];
}

function bodyOf(reply: Reply): string {
  const markdown = toDiscordMarkdown(reply.markdown);
  if (!reply.author) return markdown;
  const name = `**${cutLine(escapeMarkdown(reply.author.name), 80)}:**`;
  const startsBlock = /^(?:```|[-*+>#|]|\d+[.)])/u.test(markdown);
  return `${name}${startsBlock ? "\n" : " "}${markdown}`;
}

/** Values are plain words: names of people and files, of which nobody shall make a link. */
function fieldLines(fields: NonNullable<Reply["fields"]>): string {
  return fields
    .map(({ label, value }) => {
      const shown = value.trim().split("\n").map(escapeMarkdown).join("\n");
      return `**${label}:**${shown.includes("\n") ? "\n" : " "}${shown}`;
    })
    .join("\n");
}

/** An article is named once however many of its passages were used. */
function sourceLine({ sources = [], sourcesLabel = "Sources" }: Reply): string {
  const byPlace = new Map(sources.map((source) => [source.url ?? source.title, source]));
  const links = [...byPlace.values()].slice(0, MAX_SOURCES).map(toLink);
  while (links.join(" · ").length > SOURCES_LENGTH) links.pop();
  return links.length === 0 ? "" : smallPrint(`${sourcesLabel}: ${links.join(" · ")}`);
}

function toLink(source: Source): string {
  const title = cutLine(escapeMarkdown(source.title), 90);
  const isUsable = source.url !== null && isWebAddress(source.url) && !/[\s()<>]/u.test(source.url);
  return isUsable ? `[${title}](<${source.url}>)` : title;
}

const isWebAddress = (url: string): boolean =>
  url.length <= LIMITS.url && URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol);

const smallPrint = (line: string): string => `-# ${line}`;

function text(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

/** Rows of at most five; buttons that say the same twice, or that Discord would refuse, are left out. */
function buttonRows(rows: readonly (readonly Button[])[]): Row[] {
  const seen = new Set<string>();
  const isNew = (button: Button): boolean => {
    const key = toCustomId(button);
    const isUsable =
      button.action === "open_link" ? isWebAddress(button.value) : key.length <= LIMITS.customId;
    if (!isUsable || seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  return rows
    .flatMap((row) => inGroups(row.filter(isNew), LIMITS.buttonsInRow))
    .slice(0, LIMITS.rows)
    .map((row) => ({ type: ComponentType.ActionRow, components: row.map(toButton) }));
}

function inGroups<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

const STYLES = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

function toButton(button: Button): APIButtonComponent {
  const label = cutLine(button.label, LIMITS.buttonLabel);
  if (button.action === "open_link") {
    return { type: ComponentType.Button, style: ButtonStyle.Link, label, url: button.value };
  }
  const style = button.style ? STYLES[button.style] : ButtonStyle.Secondary;
  return { type: ComponentType.Button, style, label, custom_id: toCustomId(button) };
}
