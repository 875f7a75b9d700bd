/** Addresses of nobody: this computer, and the names that standards keep for examples. */
const HARMLESS =
  /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|(?:.+\.)?example(?:\.(?:com|net|org))?|.+\.(?:test|invalid|localhost))$/u;

export function isHostAllowed(
  host: string,
  rules: { hosts: ReadonlySet<string>; ownHosts: readonly string[] },
): boolean {
  const bare = bareHost(host);
  if (HARMLESS.test(bare) || rules.hosts.has(bare)) return true;
  return rules.ownHosts.map(bareHost).some((own) => bare === own || bare.endsWith(`.${own}`));
}

/** `www.` says nothing about whose host it is. */
function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^www\./u, "")
    .replace(/\.$/u, "");
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`|\\^{}]{1,4000}/giu;

/** The hosts that a text names in its addresses. */
export function hostsIn(text: string): string[] {
  return (text.match(ADDRESS) ?? []).flatMap((address) => {
    const host = hostOf(address);
    return host === null ? [] : [bareHost(host)];
  });
}

/** Null for what is no web address; a name and password in front of the host disguise it. */
export function hostOf(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.username === "" && url.hostname !== "" ? url.hostname : null;
}

// Every part has a longest length: without one, a text of nothing but brackets would take minutes.
const IMAGE = /!\[[^\]\n]{0,300}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,300}\])|<img\b[^>]{0,2000}>/giu;
const INLINE_LINK =
  /\[((?:[^[\]\n]|\[[^[\]\n]{0,100}\]){0,300})\]\(\s{0,9}<?([^\s()<>]{0,2000}(?:\([^\s()]{0,200}\)[^\s()<>]{0,200}){0,5})>?(?:\s{1,9}["'(][^)\n]{0,300}["')])?\s{0,9}\)/gu;
const REFERENCE = /^[\t ]{0,9}\[[^\]\n]{1,300}\]:[\t ]*\S.*$/gmu;
const HTML_LINK = /<a\b[^<>]{0,2000}>|<\/a>/giu;
const AUTO_LINK = /<([a-z][a-z0-9+.-]{1,30}:[^\s<>|]{0,2000})(?:\|([^<>]{0,300}))?>/giu;
const NO_ADDRESS = "(address removed)";

export type Tamed = { text: string; /** The addresses that were taken out. */ removed: string[] };

/**
 * Takes away the target of every link that does not lead to an allowed host; the words of the link stay. Images go:
 * showing one is a request to its host. Addresses inside the product ("/docs", "#top") lead nowhere from a chat.
 */
export function tameLinks(markdown: string, isAllowed: (host: string) => boolean): Tamed {
  const removed: string[] = [];
  const mayLink = (address: string): boolean => {
    const host = hostOf(address);
    if (host !== null && isAllowed(host)) return true;
    if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/iu.test(address)) removed.push(address);
    return false;
  };
  const text = markdown
    .replace(IMAGE, "")
    .replace(REFERENCE, (line) =>
      hostsIn(line).every((host) => isAllowed(host)) ? line : dropLine(line, removed),
    )
    .replace(HTML_LINK, "")
    .replace(INLINE_LINK, (link: string, words: string, target: string) => (mayLink(target) ? link : words))
    .replace(AUTO_LINK, (link: string, target: string, words: string | undefined) =>
      mayLink(target) ? link : (words ?? NO_ADDRESS),
    )
    .replace(ADDRESS, (address) => keepAddress(address, mayLink));
  return { text: text.replace(/[\t ]+$/gmu, ""), removed };
}

function dropLine(line: string, removed: string[]): string {
  removed.push(line.trim());
  return "";
}

/** Marks at the end belong to the sentence, not to the address. */
function keepAddress(address: string, mayLink: (address: string) => boolean): string {
  const bare = address.replace(/[).,;:!?\]*_]+$/u, "");
  return mayLink(bare) ? address : NO_ADDRESS + address.slice(bare.length);
}
