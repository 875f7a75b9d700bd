/** Words that speak for a type of ticket. The learned model weighs them; the names are those of its features. */
export const TYPE_RULES: Readonly<Record<string, RegExp>> = {
  // What is ended is a contract with us, not a job, a branch or a promise.
  endsContract:
    /\b(?:cancel(?:l?ing|l?ed|lation)?|unsubscribe|terminate|terminating|close|closing|delete|deleting|deactivate|remove|end|ending|quit|stop|leave)\b[^.?!\n]{0,30}\b(?:subscriptions?|account|plan|membership|order|contract|trial|purchase|agreement|renewal|renewing)\b/iu,
  endsContractElsewhere:
    /\b(?:kündig\w*|storni\w*|abo\b.{0,20}\bbeenden|konto\b.{0,20}\blöschen|lösch\w* .{0,20}konto|annuler (?:mon|ma|notre|la|l)|résili\w+|cancelar (?:mi|la|el|nuestra)|darme de baja|disdire|annullare|cancelar (?:minha|a) )\b/iu,
  noRenewal: /\b(?:auto.?renew\w*|not? renew\w*|don'?t renew|renewing)\b/iu,
  objectOfSoftware:
    /\b(?:job|jobs|task|request|upload|download|deployment|deploy|build|workflow|pipeline|run|branch|tag|commit|pull request|process|thread|goroutine|promise|coroutine|query|transaction|connection|session|container|pod|node|cluster|file|folder|row|record|column|table|endpoint|webhook|event|queue|timer|listener|observable|token|button|dialog|image|plugin|actor|replica)s?\b/iu,
  throughApi:
    /\b(?:api|sdk|endpoint|webhook|client library|cli|command line|sandbox|test mode|programmatically)\b/iu,
  customersOfAsker: /\b(?:my|our|a|the|their|each) (?:customer|user|client|member|buyer)(?:s|'s)?\b/iu,
  bill: /\b(?:invoices?|refund(?:s|ed|ing)?|billing|billed|bills?|receipts?|charge[ds]?|chargeback|overcharged|credit card|debit card|paypal|payments?|paid twice|money back|reimburse\w*|vat|tax id|pricing plan|rebate)\b/iu,
  billElsewhere:
    /\b(?:rechnung(?:en)?|abgebucht|erstattung|rückerstattung|zahlung(?:en)?|facture|remboursement|rembourser|facturation|factura|reembolso|cobro|cobraron|fattura|rimborso|fatura)\b/iu,
  price: /\b(?:pay|paying|price|prices|cost|costs|discount|coupon|seats?|annual|yearly|monthly)\b/iu,
  wish: /\b(?:feature (?:request|idea)|would (?:be|really be) (?:so )?(?:nice|great|cool|awesome|helpful|useful|good)|would (?:really )?love|please (?:add|support|consider|make|allow)|any plans? (?:to|for)|are there plans|it'?d be (?:nice|great|cool|helpful)|wish (?:there|it|you|i)|suggestion|roadmap|(?:can|could|would) you (?:please )?(?:add|support|consider|implement)|could we (?:get|have)|requesting|i propose|is (?:that|this|it) planned)\b/iu,
  wishElsewhere:
    /\b(?:wäre (?:toll|schön|super|gut|hilfreich)|wünsche mir|ce serait (?:bien|super|génial)|serait possible d'ajouter|estaría (?:bien|genial)|sería (?:genial|útil|bueno)|sarebbe (?:bello|utile))\b/iu,
  startsWithAddition:
    /^\W*(?:add|allow|support|enable|provide|introduce|implement|extend|option to|ability to|possibility to|make it possible)\b/iu,
  breaks:
    /\b(?:bug|crash(?:es|ed|ing)?|stack ?trace|traceback|exception|segfault|segmentation fault|regression|broken|breaks|throws?|panic(?:s|ked)?|core dump|memory leak|deadlock|data loss|corrupt(?:s|ed|ion)?)\b/iu,
  errorName:
    /\b[A-Z]\w*(?:Error|Exception)\b|\b(?:HTTP |status )?(?:500|502|503)\b|\bexit(?:s|ed)?(?: with)? code [1-9]/u,
  stackLine: /^\s+at \S+.*[:(]\d+|\bFile "[^"]+", line \d+|\.java:\d+\)/mu,
  fails:
    /\b(?:error|fails?|failed|failing|failure|doesn'?t work|not working|stopped working|unexpected(?:ly)?|wrong|hangs?|freezes?|stuck|disappear\w*|since (?:the )?(?:last |latest )?(?:update|upgrade)|no longer|any ?more)\b/iu,
  failsElsewhere:
    /\b(?:funktioniert nicht|geht nicht|stürzt|fehler|absturz|ne (?:marche|fonctionne) (?:pas|plus)|plante|erreur|no funciona|no carga|se cierra|non funziona)\b/iu,
  steps:
    /\b(?:steps to reproduce|expected (?:result|behaviou?r)|actual (?:result|behaviou?r)|user agent:|str:)/iu,
  asksHow:
    /^(?:\W*(?:hi|hello|hey)\b[\w ]{0,12}\W+)?(?:how (?:do|can|to|should|would|is|are|does)|what(?:'s| is| are| does| happens)?|where|which|when|who|is (?:it|there)|are there|can i|can we|does|do)\b/iu,
};

/** Names of the rules whose words stand in the text. */
export function typeRulesIn(text: string): string[] {
  return Object.entries(TYPE_RULES)
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => name);
}
