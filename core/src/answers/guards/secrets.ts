/**
 * Shapes of keys and tokens that give access to something; each as specific as its maker's format allows. An underscore may
 * be a sign for emphasis, so that only letters and digits count as parts of a longer word.
 */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu,
  /(?<![A-Za-z0-9])(?:sk|rk|pk)[-_](?:live|test|ant|proj|svcacct|or)[-_][A-Za-z0-9_-]{16,}/gu,
  // Without a kind it may be the end of a name in snake case, such as that of a primary key.
  /(?<![A-Za-z0-9]_*)(?:sk|rk|pk)[-_][A-Za-z0-9_-]{16,}/gu,
  /(?<![A-Za-z0-9])xox[a-eoprs]-[A-Za-z0-9%-]{10,}/gu,
  /(?<![A-Za-z0-9])xapp-\d-[A-Za-z0-9-]{10,}/gu,
  /(?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/gu,
  /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{16,}/gu,
  /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/gu,
  /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{30,}/gu,
  /(?<![A-Za-z0-9])ya29\.[A-Za-z0-9_-]{20,}/gu,
  /(?<![A-Za-z0-9])(?:(?:npm|hf)_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}|dop_v1_[a-f0-9]{40,})/gu,
  /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{16,100}\.[A-Za-z0-9_-]{16,100}/gu,
  /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/gu,
  /(?<![A-Za-z0-9])[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/gu,
  /https:\/\/hooks\.slack\.com\/services\/[A-Z0-9/]{10,}[A-Za-z0-9]+/gu,
  /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]{20,}/gu,
];

/** user:password@host, and values that are called a secret and look like one. */
const IN_URL = /(?<=(?<![A-Za-z0-9])[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)[^\s:@/]{4,}(?=@)/giu;
const NAMED =
  /(?<=(?<![A-Za-z0-9])(?:api[-_ ]?key|secret(?:[-_ ]?key)?|access[-_ ]?token|auth[-_ ]?token|password|passwd|private[-_ ]?key|client[-_ ]?secret|bearer)["'`*_]{0,3}\s{0,5}(?:[:=]|\bis\b)?["'`*_]{0,3}\s{0,5}["'`*_]{0,3})(?=[^\s"'`]*\d)(?=[^\s"'`]*[A-Za-z])[A-Za-z0-9+/_.~-]{20,}={0,2}/giu;

/** What stands in documentation in place of a key: shapes that no key has, */
const MADE_UP = /x{4,}|\.{3}|\*{3}|<|\$\{|0{8,}|1234567|abcdef/iu;
/** the ends of Amazon's own examples, */
const AMAZON = /[A-Z0-9]EXAMPLE(?:KEY)?$/u;
/** whole words, since a password may hold one, */
const WORD = /(?<![A-Za-z0-9])(?:your|(?:example)+|placeholder|changeme|dummy|redacted)(?![A-Za-z0-9])/iu;
/** and values of nothing but such words. */
const WORDS =
  /^(?:your|example|placeholder|dummy)(?:own|db|database|api|secret|strong|password|passwd|pass|key|token|here|[-_]){0,9}$/iu;

const isPlaceholder = (value: string): boolean =>
  [MADE_UP, AMAZON, WORD, WORDS].some((pattern) => pattern.test(value));

/** What stands in place of a secret. */
export const HIDDEN = "[hidden]";

/** Replaces whatever looks like a key, a token or a password; `found` are the replaced texts. */
export function hideSecrets(text: string): { text: string; found: string[] } {
  const found: string[] = [];
  let shown = text;
  for (const pattern of [...SECRETS, IN_URL, NAMED]) {
    shown = shown.replace(pattern, (secret: string) => {
      if (isPlaceholder(secret)) return secret;
      found.push(secret);
      return HIDDEN;
    });
  }
  return { text: shown, found };
}
