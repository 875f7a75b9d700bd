import { classifyType, PERSON_THRESHOLD, scorePerson } from "../classify/index.ts";
import type { TicketPriority, TicketType } from "../ports.ts";

/** A wrong type sends a ticket to the wrong people; "general" is read by all. */
const SURE_ENOUGH = 0.4;

type Rule<Value> = { value: Value; weight: number; pattern: RegExp };

const PRIORITY_RULES: Rule<TicketPriority>[] = [
  {
    value: "urgent",
    weight: 3,
    pattern:
      /\b(?:urgent(?:ly)?|asap|emergency|production (?:is )?(?:down|outage)|prod (?:is )?down|outage|data loss|losing data|security (?:breach|incident|hole|vulnerability)|leaked|hacked|everything is down|all (?:our )?(?:users|customers) (?:are )?(?:affected|blocked|down))\b/iu,
  },
  {
    value: "high",
    weight: 2,
    pattern:
      /\b(?:blocked|blocker|blocking (?:us|me|our|the)|critical|can(?:'?t|not) (?:log ?in|sign in|access|deploy|pay)|crash(?:es|ed|ing)?|deadline|in production|charged twice|double charged|corrupt(?:s|ed|ion)?|memory leak|deadlock)\b/iu,
  },
  {
    value: "low",
    weight: 1,
    pattern:
      /\b(?:typo|cosmetic|minor|nitpick|no (?:rush|hurry)|when you have (?:time|a moment)|just (?:curious|wondering)|nice to have|low priority)\b/iu,
  },
];

function strongest<Value>(rules: Rule<Value>[], text: string): { value: Value; weight: number } | null {
  const totals = new Map<Value, number>();
  for (const rule of rules) {
    if (rule.pattern.test(text)) totals.set(rule.value, (totals.get(rule.value) ?? 0) + rule.weight);
  }
  let best: { value: Value; weight: number } | null = null;
  for (const [value, weight] of totals) {
    if (!best || weight > best.weight) best = { value, weight };
  }
  return best;
}

/** The type that a small model trained on tickets finds likeliest; "general" when none is likely. */
export function detectType(text: string): TicketType {
  const { type, probability } = classifyType(text);
  return probability >= SURE_ENOUGH ? type : "general";
}

/** Priority by rules: "normal" unless the words say otherwise. */
export function detectPriority(text: string): TicketPriority {
  return strongest(PRIORITY_RULES, text)?.value ?? "normal";
}

/** The asker asks for a person: to be wrong with a yes costs an agent a look, with a no it annoys. */
export function wantsPerson(text: string): boolean {
  return scorePerson(text) >= PERSON_THRESHOLD;
}
