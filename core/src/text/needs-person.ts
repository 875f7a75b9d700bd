const RULES: readonly { pattern: RegExp; reason: string }[] = [
  {
    pattern:
      /\b(?:refund|money back|charge ?back|dispute (?:a|the|this|my) (?:charge|payment)|charged (?:me )?(?:twice|wrongly|again)|double.?charged|unauthori[sz]ed (?:charge|payment)|overcharged)\b/i,
    reason: "A refund or a disputed charge needs a person with access to billing.",
  },
  {
    pattern:
      /\b(?:(?:delete|erase|remove|export) (?:all )?(?:of )?my (?:personal )?(?:data|account|information)|right to be forgotten|gdpr (?:request|deletion|export))\b/i,
    reason: "Deleting or exporting someone's data needs a person who can check who asks.",
  },
  {
    pattern:
      /\b(?:locked out|(?:can(?:'|no)?t|cannot|unable to|not able to) (?:log ?in|sign ?in|access my account|get into my account)|account (?:was |is |has been )?(?:hacked|suspended|disabled|banned|locked|compromised)|recover my account|unban me|lost (?:my )?(?:2fa|two.?factor|authenticator))\b/i,
    reason: "Access to an account needs a person who can check who asks.",
  },
  {
    pattern:
      /\b(?:security (?:incident|breach)|data breach|been (?:hacked|breached)|leaked (?:my |our )?(?:api )?(?:key|token|password|credential)s?|report (?:a )?(?:security )?vulnerabilit(?:y|ies))\b/i,
    reason: "A security matter needs a person at once.",
  },
  {
    pattern: /\b(?:lawyer|legal action|sue you|subpoena|cease and desist)\b/i,
    reason: "A legal matter needs a person.",
  },
  {
    pattern:
      /\b(?:(?:change|update|transfer) (?:the )?(?:owner(?:ship)?|billing (?:address|email|owner))|invoice (?:is |was )?wrong|send me (?:an?|the|my) invoice)\b/i,
    reason: "A change to the account or its invoices needs a person with access.",
  },
];

// "How do I refund a customer" asks for instructions; an article may well answer that.
const INSTRUCTIONS =
  /\b(?:how (?:do|can|could|would|should|to)|where (?:do|can)|what (?:is|are)|is (?:it|there)|does|can (?:i|we|users|members))\b/i;

/** What in the question only a person can do, as a sentence for the asker; null when articles may answer it. */
export function findPersonNeed(question: string, isInstructionFound: boolean): string | null {
  const rule = RULES.find(({ pattern }) => pattern.test(question));
  if (!rule) return null;
  return INSTRUCTIONS.test(question) && isInstructionFound ? null : rule.reason;
}
