import { withoutMassMentions } from "../tickets/text.ts";
import { isHostAllowed, tameLinks } from "./guard-links.ts";
import { normalText } from "./normal-text.ts";
import { hideSecrets } from "./secrets.ts";

export type GuardProblem = "secret" | "prompt" | "link";

export type GuardRules = {
  /** Hosts that may be linked to, without subdomains. */
  hosts: ReadonlySet<string>;
  /** Hosts of the operator's own, which stand for their subdomains too. */
  ownHosts: readonly string[];
  /** What the asker and the articles say: a secret that stands there is hidden, but no sign of a leak. */
  known: string;
  /** What a model is told in secret; none of its sentences may come out. */
  privateText: string | null;
};

export type Guarded = { text: string; problems: GuardProblem[] };

/**
 * Makes a text of the AI fit to be shown: no secrets, no links to hosts that nobody vouched for, no images, no mentions of
 * people or groups. `problems` tells what nobody but an agent should decide on.
 */
export function guardText(markdown: string, rules: GuardRules): Guarded {
  const problems = new Set<GuardProblem>();
  const hidden = hideSecrets(markdown);
  if (hidden.found.some((secret) => !rules.known.includes(secret))) problems.add("secret");
  const linked = tameLinks(hidden.text, (host) => isHostAllowed(host, rules));
  if (linked.removed.length > 0) problems.add("link");
  if (showsPrompt(linked.text, rules.privateText)) problems.add("prompt");
  return { text: withoutMassMentions(withoutMentions(linked.text)), problems: [...problems] };
}

const USER_MENTION = /<@!?[A-Z0-9]{3,30}(?:\|[^>]{0,100})?>/gu;

/** Nobody is called into a thread by the AI. */
function withoutMentions(text: string): string {
  return text.replace(USER_MENTION, "someone");
}

/** Marks of the blocks in which data is given to models, and the words with which leaked rules begin. */
const PROMPT_MARKS =
  /<\/?\s*data_\w+|\b(?:my|the) (?:system|developer) prompt (?:is|says|reads)\b|\b(?:my|these are my) (?:hidden |secret |initial |system )?(?:instructions|rules) (?:are|say|read)\b/iu;
const SHINGLE = 8;

function showsPrompt(text: string, privateText: string | null): boolean {
  if (PROMPT_MARKS.test(text)) return true;
  if (privateText === null) return false;
  const told = ` ${wordsOf(privateText).join(" ")} `;
  const words = wordsOf(text);
  for (let at = 0; at + SHINGLE <= words.length; at += 1) {
    if (told.includes(` ${words.slice(at, at + SHINGLE).join(" ")} `)) return true;
  }
  return false;
}

const wordsOf = (text: string): string[] => normalText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
