const SHORTENED = "\n-# (message shortened)";

/** Splits text at code fences and inline code: odd parts are code and stay as they are. */
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]+`)/u;

/** CommonMark as Discord shows it: it has three heading levels, no images, no tables and no rules. */
export function toDiscordMarkdown(text: string): string {
  const parts = text.split(CODE).map((part, index) => (index % 2 === 1 ? part : toDiscordProse(part)));
  return withoutMassPings(parts.join("")).trim();
}

/** Labels and addresses have a length: brackets that nothing closes are many steps enough. */
function toDiscordProse(text: string): string {
  return withTablesAsCode(text)
    .replace(/!\[([^\]]{0,500})\]\(/gu, (_, label: string) => `[${label || "image"}](`)
    .replace(/\[([^\]]{1,500})\]\((?!https?:\/\/)[^)]{0,2000}\)/giu, "$1")
    .replace(/^#{4,6}\s+(.+?)\s*#*$/gmu, "**$1**")
    .replace(/^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/gmu, "")
    .replace(/\n{3,}/gu, "\n\n");
}

/** Columns only line up in fixed-width type. */
function withTablesAsCode(text: string): string {
  return text.replace(
    /^[ \t]*\|.*\|[ \t]*\n[ \t]*\|[ \t:|-]+\|[ \t]*\n(?:[ \t]*\|.*\|[ \t]*(?:\n|$))*/gmu,
    (table) => `\`\`\`\n${table.trim()}\n\`\`\`\n`,
  );
}

/** No message of ours pings anybody; taking the words apart too keeps them from looking as if they did. */
export function withoutMassPings(text: string): string {
  return text.replace(/@(everyone|here)/giu, "@\u200B$1").replace(/<@&\d+>/gu, "@role");
}

/** A name or title shown inside Markdown, on one line. */
export function escapeMarkdown(text: string): string {
  return withoutMassPings(text.replace(/\s+/gu, " ").replace(/([\\*_~`|<[\]])/gu, "\\$1")).trim();
}

/** What a person reads of escaped text. */
export function unescapeMarkdown(text: string): string {
  return text.replace(/\\([\\*_~`|<[\]])/gu, "$1");
}

/** Cuts at the last paragraph, line or word that fits, closes an open code block and says that something is missing. */
export function cutMarkdown(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = max - SHORTENED.length - "…".length - "\n```".length;
  if (room <= 0)
    return text
      .slice(0, Math.max(0, max - 1))
      .concat("…")
      .slice(0, max);
  const cut = cutAtBreak(text, room);
  const isCodeOpen = (cut.match(/```/gu)?.length ?? 0) % 2 === 1;
  return `${cut}…${isCodeOpen ? "\n```" : ""}${SHORTENED}`;
}

function cutAtBreak(text: string, room: number): string {
  const head = withoutHalfPair(text.slice(0, room));
  for (const mark of ["\n\n", "\n", " "]) {
    const at = head.lastIndexOf(mark);
    if (at > room / 2) return head.slice(0, at).trimEnd();
  }
  return head;
}

/** One line of at most `max` characters. */
export function cutLine(text: string, max: number): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length <= max ? line : `${withoutHalfPair(line.slice(0, max - 1)).trimEnd()}…`;
}

/** A cut in the middle of an emoji leaves half a surrogate pair, which Discord refuses. */
function withoutHalfPair(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/u, "");
}
