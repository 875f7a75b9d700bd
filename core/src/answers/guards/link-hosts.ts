/** What may become of an address: a link, words that nobody can click on, or nothing. */
export type LinkRank = "linked" | "named" | "unknown";

export type LinkRules = {
  /** Hosts of the operator's own, which stand for their subdomains too. */
  ownHosts: readonly string[];
  /** Addresses that the cited articles are read at, and those on the same hosts that their texts name. */
  linked: ReadonlySet<string>;
  /** The other addresses that the articles' texts name. Whoever writes in an article must not get a link of the bot's for it. */
  named: ReadonlySet<string>;
};

/** Addresses of nobody: this computer, and the names that are kept for examples. */
const HARMLESS =
  /^(?:(?:.+\.)?localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|(?:.+\.)?example\.(?:com|net|org))$/u;
/** "{host}", "${HOST}" and "$HOST" are for the reader to fill in. */
const BLANK = /^(?:\$?\{[\w-]*\}|\$\w+)$/u;

export function rankAddress(address: string, rules: LinkRules): LinkRank {
  const host = hostOf(address);
  if (host === null) return "unknown";
  const key = keyOf(address);
  if (isOwn(host, rules) || rules.linked.has(key)) return "linked";
  return isNobodys(host) || rules.named.has(key) ? "named" : "unknown";
}

/** Addresses of mail are no links of ours: one is known, or it is not. */
export function isKnownMail(mail: string, rules: LinkRules): boolean {
  const host = mail.slice(mail.lastIndexOf("@") + 1);
  const key = keyOfMail(mail);
  return isOwn(host, rules) || isNobodys(host) || rules.linked.has(key) || rules.named.has(key);
}

/** An underscore in front is a sign for emphasis. */
const keyOfMail = (mail: string): string => mail.replace(/^_+/u, "").toLowerCase();

function isOwn(host: string, { ownHosts }: LinkRules): boolean {
  const bare = bareHost(host);
  return ownHosts.map(bareHost).some((own) => bare === own || bare.endsWith(`.${own}`));
}

function isNobodys(host: string): boolean {
  const bare = bareHost(host);
  return HARMLESS.test(bare) || BLANK.test(bare);
}

/** `www.` says nothing about whose host it is. */
function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^www\./u, "")
    .replace(/\.$/u, "");
}

/** What some platform makes a link of by itself, whatever stands before it; escapes of Markdown's are part of it. */
export const ADDRESS =
  /(?:https?:\/\/|(?<![\p{L}\p{N}])www\.(?=\.*[\p{L}\p{N}&]))(?:[^\s<>"'`|\\^]|\\[!#$%&()*+,\-./:;=?@[\]_{}~]){1,4000}/giu;
export const MAIL =
  /(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+(?:xn--[a-z0-9-]{2,59}|\p{L}{2,24})(?![\p{L}\p{N}-])/giu;

/** Marks at the end belong to the sentence, not to the address. */
export const MARKS_AT_END = /[).,;:!?\]}*_~]+$/u;

/** An address as it stands in an article, up to the bracket around it. */
const WRITTEN = /(?:https?:\/\/|www\.)(?:[^\s<>"'`|\\^()[\]]|\([^\s<>"'`|\\^()[\]]*\))+/giu;

/** The addresses that a text names, each in the one form in which they are compared. */
function addressesIn(text: string): string[] {
  return [text, withoutEscapes(text)].flatMap((form) => {
    const sites = (form.match(WRITTEN) ?? []).filter((address) => hostOf(address) !== null).map(keyOf);
    return [...sites, ...(form.match(MAIL) ?? []).map(keyOfMail)];
  });
}

/** What cited articles allow: a host may be many people's, so that nothing else on it is meant. */
export function rulesOfCited(cited: {
  urls: readonly string[];
  texts: readonly string[];
}): Pick<LinkRules, "linked" | "named"> {
  const articles = cited.urls.filter((url) => hostOf(url) !== null).map(keyOf);
  const named = cited.texts.flatMap(addressesIn);
  const hosts = new Set(articles.map(hostOfKey));
  return {
    linked: new Set([...articles, ...named.filter((key) => hosts.has(hostOfKey(key)))]),
    named: new Set(named),
  };
}

const hostOfKey = (key: string): string => key.replace(/[/?#].*$/u, "");

/** Anchors only lead to another part of the page; other signs after the # may be an address of their own. */
const ANCHOR = /^#[\w.%-]*$/u;

function keyOf(address: string): string {
  const { host, pathname, search, hash } = new URL(asWhole(address.replace(MARKS_AT_END, "")));
  return `${bareHost(host)}${pathname.replace(/[).,;:!?\]}*_~/]+$/u, "")}${search}${ANCHOR.test(hash) ? "" : hash}`;
}

/** Null for what is no web address; a name and password in front of the host disguise it. */
export function hostOf(address: string): string | null {
  const whole = asWhole(address.replace(MARKS_AT_END, ""));
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.username === "" && url.hostname !== "" ? url.hostname : null;
}

const asWhole = (address: string): string => (/^www\./iu.test(address) ? `https://${address}` : address);

/** As a reader of Markdown takes it. */
export function withoutEscapes(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/gu, "$1").replaceAll("&amp;", "&");
}
