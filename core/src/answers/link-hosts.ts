/** What may become of an address: a link, words that nobody can click on, or nothing. */
export type HostRank = "linked" | "named" | "unknown";

export type HostRules = {
  /** Hosts that the workspace's articles are read at. */
  articleHosts: ReadonlySet<string>;
  /** Hosts of the operator's own, which stand for their subdomains too. */
  ownHosts: readonly string[];
  /** Hosts that the articles' texts name. Whoever writes in an article must not get a link of the bot's for it. */
  namedHosts: ReadonlySet<string>;
};

/** Addresses of nobody: this computer, and the names that are kept for examples. */
const HARMLESS =
  /^(?:(?:.+\.)?localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|(?:.+\.)?example\.(?:com|net|org))$/u;

export function rankHost(host: string, rules: HostRules): HostRank {
  const bare = bareHost(host);
  const isOwn = rules.ownHosts.map(bareHost).some((own) => bare === own || bare.endsWith(`.${own}`));
  if (isOwn || rules.articleHosts.has(bare)) return "linked";
  return HARMLESS.test(bare) || rules.namedHosts.has(bare) ? "named" : "unknown";
}

/** `www.` says nothing about whose host it is. */
function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^www\./u, "")
    .replace(/\.$/u, "");
}

/** What some platform makes a link of by itself. */
export const ADDRESS = /\b(?:https?:\/\/|www\.(?=[\p{L}\p{N}]))[^\s<>"'`|\\^{}]{1,4000}/giu;
export const MAIL = /(?<![\w.+-])[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,5}\p{L}{2,24})(?![\w-])/gu;

/** The hosts that a text names in its addresses. */
export function hostsIn(text: string): string[] {
  const sites = (text.match(ADDRESS) ?? []).flatMap((address) => hostOf(address) ?? []);
  const mails = [...text.matchAll(MAIL)].map(([, host = ""]) => host);
  return [...sites, ...mails].map(bareHost);
}

/** Null for what is no web address; a name and password in front of the host disguise it. */
export function hostOf(address: string): string | null {
  const whole = /^www\./iu.test(address) ? `https://${address}` : address;
  if (!URL.canParse(whole)) return null;
  const url = new URL(whole);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.username === "" && url.hostname !== "" ? url.hostname : null;
}
