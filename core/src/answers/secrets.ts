/** Shapes of keys and tokens that give access to something; each as specific as its maker's format allows. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu,
  /\b(?:sk|rk|pk)[-_](?:live|test|ant|proj|svcacct|or)?[-_]?[A-Za-z0-9_-]{16,}/gu,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/gu,
  /\bxapp-\d-[A-Za-z0-9-]{10,}/gu,
  /\bgh[opsur]_[A-Za-z0-9]{20,}\b|\bgithub_pat_[A-Za-z0-9_]{20,}/gu,
  /\bglpat-[A-Za-z0-9_-]{16,}/gu,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/gu,
  /\bAIza[A-Za-z0-9_-]{30,}/gu,
  /\bya29\.[A-Za-z0-9_-]{20,}/gu,
  /\bnpm_[A-Za-z0-9]{30,}\b|\bpypi-[A-Za-z0-9_-]{30,}|\bhf_[A-Za-z0-9]{30,}\b|\bdop_v1_[a-f0-9]{40,}/gu,
  /\bSG\.[A-Za-z0-9_-]{16,100}\.[A-Za-z0-9_-]{16,100}/gu,
  /\beyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/gu,
  /\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}/gu,
  /https:\/\/hooks\.slack\.com\/services\/[A-Z0-9/]{10,}[A-Za-z0-9]+/gu,
  /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]{20,}/gu,
];

/** user:password@host, and values that are called a secret and look like one. */
const IN_URL = /(?<=\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:)[^\s:@/]{4,}(?=@)/giu;
const NAMED =
  /(?<=\b(?:api[-_ ]?key|secret(?:[-_ ]?key)?|access[-_ ]?token|auth[-_ ]?token|password|passwd|private[-_ ]?key|client[-_ ]?secret|bearer)["'`]?\s{0,5}(?:[:=]|\bis\b)?\s{0,5}["'`]?)(?=[^\s"'`]*\d)(?=[^\s"'`]*[A-Za-z])[A-Za-z0-9+/_.~-]{20,}={0,2}/giu;

/** What stands in documentation in place of a key. */
const PLACEHOLDER =
  /example|x{4,}|\.{3}|\*{3}|your|placeholder|changeme|dummy|redacted|<|\$\{|0{8,}|1234567|abcdef/iu;

/** What stands in place of a secret. */
export const HIDDEN = "[hidden]";

/** Replaces whatever looks like a key, a token or a password; `found` are the replaced texts. */
export function hideSecrets(text: string): { text: string; found: string[] } {
  const found: string[] = [];
  let shown = text;
  for (const pattern of [...SECRETS, IN_URL, NAMED]) {
    shown = shown.replace(pattern, (secret: string) => {
      if (PLACEHOLDER.test(secret)) return secret;
      found.push(secret);
      return HIDDEN;
    });
  }
  return { text: shown, found };
}
