import { cleanText, withoutMassMentions } from "../../tickets/text.ts";
import { tameLinks } from "./guard-links.ts";
import type { LinkRules } from "./link-hosts.ts";
import { normalText } from "../grounding/normal-text.ts";
import { hideSecrets } from "./secrets.ts";

export type GuardProblem = "secret" | "prompt" | "link";

export type GuardRules = LinkRules & {
  /** What the asker and the articles say: a secret that stands there is hidden, but no sign of a leak. */
  known: string;
  /** What a model is told in secret; none of its sentences may come out. */
  privateText: string | null;
};

export type Guarded = { text: string; problems: GuardProblem[] };

/** What is taken out may join what stood around it to something new; nobody nests deeper by chance. */
const MOST_ROUNDS = 4;

/**
 * Makes a text of the AI fit to be shown: no secrets, no links but to the workspace's own hosts and the cited articles, no
 * images, no mentions of people or groups, nothing invisible. `problems` tells what nobody but an agent should decide on.
 */
export function guardText(markdown: string, rules: GuardRules): Guarded {
  const problems = new Set<GuardProblem>();
  let text = cleanText(markdown);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = text;
    text = guardOnce(text, rules, problems);
    if (text === before) break;
  }
  if (showsPrompt(text, rules.privateText)) problems.add("prompt");
  return { text, problems: [...problems] };
}

function guardOnce(text: string, rules: GuardRules, problems: Set<GuardProblem>): string {
  const hidden = hideSecrets(text);
  if (hidden.found.some((secret) => !rules.known.includes(secret))) problems.add("secret");
  const unmarked = hidden.text.replace(BLOCK_MARKS, "");
  if (unmarked !== hidden.text) problems.add("prompt");
  const quiet = withoutMassMentions(withoutMentions(unmarked));
  const linked = tameLinks(quiet, rules);
  if (linked.removed.length > 0) problems.add("link");
  return linked.text.trim();
}

const USER_MENTION = /<@!?[A-Z0-9]{3,30}(?:\|[^>]{0,100})?>/gu;
/** Nobody is called into a thread by the AI. */
function withoutMentions(text: string): string {
  return text.replace(USER_MENTION, "someone");
}

/** Brackets of the blocks in which data is given to models, spelled out or not. */
const BLOCK_MARKS =
  /(?:<|&(?:amp;){0,3}lt;)\s{0,3}\/?\s{0,3}data_(?:ticket|history|thread|message|passage|question|answer)\b(?:>|&(?:amp;){0,3}gt;)?/giu;

/** The same in an opening bracket whatever the block is called, and the words with which leaked rules begin. */
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
