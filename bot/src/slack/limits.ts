/** Block Kit's limits, from docs.slack.dev. Lengths are UTF-16 units, as Slack counts them. */
export const LIMITS = {
  blocks: 50,
  header: 150,
  fields: 10,
  field: 2000,
  contextElements: 10,
  contextText: 3000,
  buttonsInRow: 25,
  buttonLabel: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  actionId: 255,
  username: 80,
  modalText: 3000,
  modalBlocks: 100,
  sectionText: 3000,
  /** Of a shortcut in the manifest. */
  shortcutName: 24,
  listIndent: 8,
  /** Ours: a longer row of names says nothing to anybody. */
  mentions: 40,
} as const;

/**
 * Text of a message's body. Slack refuses messages whose blocks hold about 13,200 characters together and counts more
 * than the visible text (bolt-js issue 2509), so the body leaves room for the rest of a card.
 */
export const MAX_BODY = 9000;

/** What all blocks of a message may take as JSON before the body is cut further. */
export const MAX_BLOCKS_JSON = 12_500;

/** The plain text for notifications and screen readers. chat.update takes 4,000 bytes of escaped text at most. */
export const MAX_FALLBACK = 900;

/** How many sources are named under an answer. */
export const MAX_SOURCES = 5;
export const MAX_EXCERPT = 220;

/** How much of a channel or thread is read back, newest or oldest first as Slack gives it. */
export const HISTORY_PAGE = 200;
export const HISTORY_PAGES = 5;

/**
 * How missed messages are looked for. Apps that are sold outside of Slack's Marketplace get 15 items a call and one call a
 * minute; a thousand messages of a channel are more than one day brings in most.
 */
export const CATCH_UP_PAGE = 15;
export const CATCH_UP_PAGES = 70;
export const CATCH_UP_THREAD_PAGES = 10;
/** Threads that are asked for one by one, because their first message is far back in the channel. */
export const CATCH_UP_OLD_THREADS = 20;
export const CATCH_UP_PATIENCE_MS = 30 * 60_000;

/** Milliseconds one call of Slack's Web API may take. */
export const CALL_TIMEOUT = 10_000;

/** Bytes of a request in HTTP mode; Slack's own stay far below. */
export const MAX_REQUEST_BYTES = 1_000_000;

/** The text cut at a word, with an ellipsis, to at most `max` characters. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const short = text.slice(0, max - 1);
  const space = short.lastIndexOf(" ");
  const kept = space > max * 0.7 ? short.slice(0, space) : short;
  return `${withoutHalfCharacter(kept)}…`;
}

/** Cuts Markdown at the end of a paragraph or line where one is near. */
export function cutMarkdown(markdown: string, max: number): { markdown: string; isCut: boolean } {
  if (markdown.length <= max) return { markdown, isCut: false };
  const short = markdown.slice(0, max - 1);
  const paragraph = short.lastIndexOf("\n\n");
  const line = short.lastIndexOf("\n");
  const end = [paragraph, line].find((at) => at > max * 0.7) ?? short.length;
  return { markdown: `${withoutHalfCharacter(short.slice(0, end).trimEnd())}…`, isCut: true };
}

function withoutHalfCharacter(text: string): string {
  return /[\uD800-\uDBFF]$/u.test(text) ? text.slice(0, -1) : text;
}
