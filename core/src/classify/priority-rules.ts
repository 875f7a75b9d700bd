import type { TicketPriority } from "../ports.ts";

type Rule = { value: TicketPriority; pattern: RegExp };

/** The gravest comes first: whoever writes "urgent, no rush" is rather helped at once. */
const PRIORITY_RULES: readonly Rule[] = [
  {
    value: "urgent",
    pattern:
      /\b(?:urgent(?:ly)?|asap|emergency|production (?:is )?(?:down|outage)|prod (?:is )?down|outage|data loss|losing data|security (?:breach|incident|hole|vulnerability)|leaked|hacked|everything is down|all (?:our )?(?:users|customers) (?:are )?(?:affected|blocked|down))\b/iu,
  },
  {
    value: "high",
    pattern:
      /\b(?:blocked|blocker|blocking (?:us|me|our|the)|critical|can(?:'?t|not) (?:log ?in|sign in|access|deploy|pay)|crash(?:es|ed|ing)?|deadline|in production|charged twice|double charged|corrupt(?:s|ed|ion)?|memory leak|deadlock)\b/iu,
  },
  {
    value: "low",
    pattern:
      /\b(?:typo|cosmetic|minor|nitpick|no (?:rush|hurry)|when you have (?:time|a moment)|just (?:curious|wondering)|nice to have|low priority)\b/iu,
  },
];

/** People say how grave it is at once; what stands further down is description. */
const READ_CHARACTERS = 400;

/** The priority that the asker's own words give; null when they give none. */
export function findSaidPriority(text: string): TicketPriority | null {
  const beginning = text.slice(0, READ_CHARACTERS);
  return PRIORITY_RULES.find(({ pattern }) => pattern.test(beginning))?.value ?? null;
}
