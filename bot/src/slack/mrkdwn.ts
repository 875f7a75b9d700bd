/** Slack's own notation: three characters are entities, and angle brackets hold mentions and links. */

export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function unescapeMrkdwn(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A link in mrkdwn, or only its label where the address is not one that Slack takes. */
export function linkMrkdwn(label: string, url: string | null): string {
  const safe = webAddress(url);
  const text = escapeMrkdwn(label.replaceAll("|", "¦"));
  if (safe === null) return text;
  return `<${escapeMrkdwn(safe.replaceAll("|", "%7C"))}|${text}>`;
}

/** The address normalized, or null when it is none that Slack opens. */
export function webAddress(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? parsed.href : null;
}

export type MrkdwnNames = {
  /** Display name of a user; null when it is not known. */
  user(id: string): string | null;
  /** The character of an emoji by its name, from the event's blocks. */
  emoji(name: string): string | null;
};

const TOKEN = /<([@#!]?)([^<>|\s][^<>|]*)(?:\|([^<>]*))?>/gu;
const CODE = /(```[\s\S]*?```|`[^`\n]+`)/u;
const EMOJI = /:([a-z0-9_+'-]+):/gu;

/** What a person wrote in Slack as CommonMark that every platform can show: no ids, no entities, real emoji. */
export function fromMrkdwn(text: string, names: MrkdwnNames): string {
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? fromCode(part, names) : fromProse(part, names)))
    .join("");
}

function fromCode(text: string, names: MrkdwnNames): string {
  const plain = unescapeMrkdwn(
    text.replace(TOKEN, (_, sigil: string, body: string, label?: string) =>
      sigil === "" ? (label ?? body) : mention(sigil, body, label, names),
    ),
  );
  const fence = /^```(?!\n)([\s\S]*?)\n?```$/u.exec(plain);
  // Slack opens a code block on the line of its first word; in CommonMark that word would be the language.
  return fence ? `\n\`\`\`\n${fence[1] ?? ""}\n\`\`\`\n` : plain;
}

function fromProse(text: string, names: MrkdwnNames): string {
  const styled = text
    .replace(/(^|[\s([{"'])\*(?=\S)([^*\n]+?)(?<=\S)\*(?=$|[\s.,:;!?)\]}"'])/gu, "$1**$2**")
    .replace(EMOJI, (whole, name: string) => names.emoji(name) ?? whole);
  return unescapeMrkdwn(
    styled.replace(TOKEN, (_, sigil: string, body: string, label?: string) =>
      sigil === "" ? link(body, label) : mention(sigil, body, label, names),
    ),
  );
}

function link(address: string, label: string | undefined): string {
  const bare = address.replace(/^mailto:/u, "");
  if (label === undefined || label === "" || label === bare || address.endsWith(`//${label}`)) return bare;
  return `[${label}](${address})`;
}

function mention(sigil: string, body: string, label: string | undefined, names: MrkdwnNames): string {
  if (sigil === "@") return `@${names.user(body) ?? (label || "somebody")}`;
  if (sigil === "#") return label ? `#${label}` : `<#${body}>`;
  if (body.startsWith("date^")) return label ?? "";
  // A mass mention keeps its word and loses its power.
  if (body.startsWith("subteam^")) return label?.replace(/^@/u, "") || "group";
  return body;
}
