import type { TicketPriority, TicketType } from "../ports.ts";

type Rule<Value> = { value: Value; weight: number; pattern: RegExp };

const TYPE_RULES: Rule<TicketType>[] = [
  {
    value: "cancellation",
    weight: 3,
    pattern:
      /\b(?:cancel(?:l?ing|l?ed|lation)?|unsubscribe|terminate|close|delete|remove|end|quit)\b.{0,30}\b(?:subscription|account|plan|membership|order|contract|trial|purchase)\b/iu,
  },
  {
    value: "cancellation",
    weight: 2,
    pattern: /\b(?:cancellation|cancel (?:my|our|the|an?)|unsubscribe)\b/iu,
  },
  {
    value: "billing",
    weight: 2,
    pattern:
      /\b(?:invoices?|refund(?:s|ed|ing)?|billing|billed|bills?|receipts?|charge[ds]?|chargeback|overcharged|credit card|debit card|paypal|payments?|paid twice|money back|reimburse\w*|vat|tax id|pricing plan|rebate)\b/iu,
  },
  { value: "billing", weight: 1, pattern: /\b(?:pay|paying|price|cost|subscription fee)\b/iu },
  {
    value: "feature",
    weight: 2,
    pattern:
      /\b(?:feature request|would be (?:nice|great|cool|awesome|helpful)|would love|please (?:add|support)|any plans? (?:to|for)|it'd be (?:nice|great)|wish (?:there|it|you)|suggestion|roadmap|can you (?:add|support))\b/iu,
  },
  {
    value: "bug",
    weight: 2,
    pattern:
      /\b(?:bug|crash(?:es|ed|ing)?|stack ?trace|traceback|exception|segfault|regression|broken|throws?|panic(?:s|ked)?|core dump|memory leak|deadlock|data loss|corrupt(?:s|ed|ion)?)\b/iu,
  },
  {
    value: "bug",
    weight: 2,
    pattern: /\b[A-Z]\w*(?:Error|Exception)\b|\b(?:HTTP |status )?(?:500|502|503)\b|\bexit code [1-9]/u,
  },
  {
    value: "bug",
    weight: 1,
    pattern:
      /\b(?:error|fails?|failed|failing|failure|doesn'?t work|not working|stopped working|unexpected(?:ly)?|wrong result|hangs?|freezes?|stuck|since (?:the )?(?:update|upgrade))\b/iu,
  },
];

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

/** Type by rules: "general" unless the words say otherwise. The order of the rules breaks ties. */
export function detectType(text: string): TicketType {
  const found = strongest(TYPE_RULES, text);
  if (!found) return "general";
  const asksHow =
    /^(?:\W*(?:hi|hello|hey)\W+)?(?:how (?:do|can|to|should)|what(?:'s| is| are)|where|which|is (?:it|there)|can i|does)\b/iu.test(
      text,
    );
  return found.value === "bug" && found.weight === 1 && asksHow ? "general" : found.value;
}

/** Priority by rules: "normal" unless the words say otherwise. */
export function detectPriority(text: string): TicketPriority {
  return strongest(PRIORITY_RULES, text)?.value ?? "normal";
}

const WANTS_PERSON =
  /\b(?:(?:talk|speak|chat|connect me|put me through|transfer me|hand me over) (?:to|with) (?:a |an |the |some |one of )?(?:real |actual |live |human )?(?:person|human|agent|someone|somebody|representative|rep|operator|support(?: agent| team| person)?|staff|manager)|(?:real|actual|live) (?:person|human|agent)|human (?:being|agent|support|please|help)|(?:want|need|get me|prefer|like) (?:a |an |to (?:talk|speak) to a )(?:real |live )?(?:human|person|agent)|not (?:a|the) (?:bot|robot|machine)|stop (?:the )?bot|customer service (?:agent|representative))\b/iu;

/** The asker asks for a person in so many words. */
export function wantsPerson(text: string): boolean {
  return WANTS_PERSON.test(text);
}
