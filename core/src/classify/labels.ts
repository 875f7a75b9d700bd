/** How sets of labelled texts spell what they mean; blanks, hyphens and capitals make no difference. */

export type YesNoKind = "question" | "injection" | "hidden" | "person" | "duplicate";

const YES = ["1", "true", "yes"];
const NO = ["0", "false", "no"];
const ATTACKS = {
  yes: ["injection", "prompt_injection", "attack", "jailbreak", "malicious", "unsafe"],
  no: ["benign", "harmless", "legitimate", "safe", "clean", "normal", "none"],
};
/** For each kind, beside 1 and 0, and "not ..." of every yes. */
const SPELLINGS: Readonly<Record<YesNoKind, { yes: string[]; no: string[] }>> = {
  question: {
    yes: ["question", "is_question"],
    no: ["not", "statement", "chatter", "other", "none"],
  },
  injection: ATTACKS,
  hidden: ATTACKS,
  person: {
    yes: ["person", "wants_person", "human", "wants_human"],
    no: ["none", "other", "not", "bot"],
  },
  duplicate: { yes: ["duplicate", "is_duplicate", "dup", "same"], no: ["different", "not", "other"] },
};
const NEGATION = /^(?:not?|non|is_not)_(?:an?_)?/u;

/** Other names of types and priorities. */
const CLASSES: Readonly<Record<string, string>> = {
  bug_report: "bug",
  feature_request: "feature",
  medium: "normal",
};

const OUT_OF_SCOPE = ["oos", "out_of_scope"];
const IN_SCOPE = ["in_scope", "inscope"];

const plain = (label: string): string =>
  label
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/gu, "_");

export const isYesOrNo = (label: string): boolean => [...YES, ...NO].includes(plain(label));

export const isYes = (kind: YesNoKind, label: string): boolean =>
  YES.includes(plain(label)) || isNamed(kind, label);

/** The label names the matter itself and does not only say yes. */
export const isNamed = (kind: YesNoKind, label: string): boolean =>
  SPELLINGS[kind].yes.includes(plain(label));

export function isNo(kind: YesNoKind, label: string): boolean {
  const name = plain(label);
  const denied = name.replace(NEGATION, "");
  return [...NO, ...SPELLINGS[kind].no].includes(name) || (denied !== name && isNamed(kind, denied));
}

/** A type or priority by the name that the product has for it. */
export function toClass(label: string): string {
  const name = plain(label);
  return CLASSES[name] ?? name;
}

export const isOutOfScope = (label: string): boolean => OUT_OF_SCOPE.includes(plain(label));

/** Within scope, whichever of the bot's own labels it is. */
export const isInScope = (label: string): boolean => IN_SCOPE.includes(plain(label));
