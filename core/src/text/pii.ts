import { hideSecrets } from "../answers/guards/secrets.ts";
import { PII_KINDS, RULES } from "./pii-rules.ts";
import type { PiiKind, Rule } from "./pii-rules.ts";

/** What is known of the people who wrote the text. */
export type KnownPeople = { names: readonly string[]; emails: readonly string[]; handles: readonly string[] };

export type WithoutPii = { text: string; removed: Record<PiiKind, number> };

/** Names that are words, too, or say what somebody is: taken for a name only as part of a whole one. */
const AMBIGUOUS =
  /^(?:will|mark|may|june|april|august|grace|hope|art|bill|rob|chase|page|young|king|rich|max|min|case|drew|dean|guy|jack|jay|ray|sky|sunny|summer|lane|park|stone|wood|cook|baker|price|green|brown|white|black|gray|day|long|short|little|love|best|moon|star|rose|iris|ruby|amber|crystal|java|perl|julia|dev|admin|member|user|support|team|test|tester|bug|app|bot|agent|api|the|and|van|von|der|del|san|from)$/iu;

/** Takes out what says who somebody is or opens something of theirs; what stood there is named in brackets. */
export function withoutPii(text: string, known: KnownPeople): WithoutPii {
  // fromEntries forgets that every kind is there.
  const removed = Object.fromEntries(PII_KINDS.map((kind) => [kind, 0])) as Record<PiiKind, number>;
  const hidden = hideSecrets(text);
  removed.secret += hidden.found.length;
  let plain = hidden.text;
  for (const rule of [...RULES, ...rulesOf(known)]) {
    plain = plain.replace(rule.pattern, (...match: unknown[]) => {
      const [found = "", lead = ""] = match.map((part) => (typeof part === "string" ? part : ""));
      const offset = Number(match.findLast((part) => typeof part === "number"));
      const before = plain.slice(Math.max(0, offset - 30), offset);
      if (rule.isOne?.(found, before) === false) return found;
      const put = rule.put.replace("$1", () => lead);
      if (put !== found) removed[rule.kind] += 1;
      return put;
    });
  }
  return { text: plain, removed };
}

const quoted = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&").replace(/\s+/gu, String.raw`\s+`);
const alone = (text: string, flags: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}_])@?${quoted(text)}(?![\p{L}\p{N}_])`, flags);

function rulesOf({ names, emails, handles }: KnownPeople): Rule[] {
  const whole = [...names, ...handles]
    .map((name) => name.trim())
    .filter((name) => name.length > 2 && !AMBIGUOUS.test(name));
  const parts = names
    .flatMap((name) => name.trim().split(/\s+/u))
    .filter((part) => /^\p{Lu}[\p{L}'’-]{2,}$/u.test(part) && !AMBIGUOUS.test(part));
  return [
    ...emails
      .filter((email) => email.includes("@"))
      .map((email): Rule => ({ kind: "email", pattern: alone(email, "giu"), put: "[email]" })),
    ...unique(whole).map((name): Rule => ({ kind: "name", pattern: alone(name, "giu"), put: "[name]" })),
    ...unique(parts).map((part): Rule => ({ kind: "name", pattern: alone(part, "gu"), put: "[name]" })),
  ];
}

const unique = (texts: string[]): string[] => [...new Set(texts)].toSorted((a, b) => b.length - a.length);
