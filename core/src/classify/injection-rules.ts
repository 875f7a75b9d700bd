const ORDERS =
  "(?:instructions?|prompts?|orders?|directions?|directives?|guidelines?|commands?|rules|context|messages?|conversation|information|restrictions|polic(?:y|ies)|programming|training)";
const EARLIER =
  "(?:previous(?:ly)?|prior|above|earlier|preceding|foregoing|existing|original|initial|all|any|your|the|everything|other)";
const REVEAL =
  "(?:repeat|reveal|print|show|display|output|tell|give|list|share|disclose|leak|dump|recite|summari[sz]e|translate|encode|write|expose|provide|paste|copy|see|read)";

/** What attempts to steer a model say. The learned model weighs these; the names are those of its features. */
export const INJECTION_RULES: Readonly<Record<string, RegExp>> = {
  override: new RegExp(
    `\\b(?:ignore|disregard|forget|override|overwrite|bypass|skip|neglect|drop|discard|do(?:n't| not) (?:listen to|follow|obey|mind))\\b[^.!?\\n]{0,40}\\b${EARLIER}\\b[^.!?\\n]{0,40}\\b${ORDERS}\\b`,
    "iu",
  ),
  overrideShort:
    /\b(?:ignore|disregard|forget) (?:all |everything |anything |what )?(?:of )?(?:that |the |your |you )?(?:above|before|previous|were told|have been told|was said|prior)\b|\b(?:ignore|disregard|forget) (?:your|all|these) (?:rules|instructions|guidelines|safety|programming|restrictions)\b/iu,
  overrideElsewhere:
    /(?:ignor(?:ar|ez|ieren|iere|iert|are)|ignor[ae] (?:les|toutes|tes|vos|las|todas|tus|le|tutte|as|suas)|vergiss|vergesst|missachte|olvida|oublie[rz]?|dimentica|esqueça|ignorujte?|zignoruj)\b[^.!?\n]{0,40}(?:instruccion|anweisung|instruction|istruzion|instruç|befehl|regel|consigne|órdenes|pokyn|polecen)|(?:игнорируй|забудь|не обращай внимания)[^.!?\n]{0,40}(?:инструкц|указани|правил)|(?:忽略|无视|無視|忘记|忘記)[^。!?\n]{0,20}(?:指令|指示|提示|命令|规则|規則)|(?:指示|命令|ルール)[^。\n]{0,10}(?:無視|忘れ)|(?:تجاهل)[^.!?\n]{0,30}(?:التعليمات|الأوامر)|(?:이전|위의)[^.!?\n]{0,20}(?:지시|명령)[^.!?\n]{0,10}무시/iu,
  systemPrompt:
    /\b(?:system|initial|original|hidden|starting|secret|internal|base|pre) ?(?:prompts?|instructions?|messages?|directives?|initiali[sz]ation|configuration)\b|\binitiali[sz]ation string\b/iu,
  leak: new RegExp(
    `\\b${REVEAL}\\b[^.!?\\n]{0,50}\\b(?:your|the|these|those|above|previous|all)\\b[^.!?\\n]{0,20}\\b(?:system prompts?|prompts?|(?:system |initial |starting |hidden |secret |previous )?instructions|guidelines you|rules you|text above|words above)\\b`,
    "iu",
  ),
  toldBefore:
    /\b(?:were|was|are|been) (?:you )?(?:told|given|instructed|programmed|configured)\b[^.!?\n]{0,40}\b(?:before|at the (?:start|beginning)|initially|to say|conversation|by your (?:developers|creators))\b|\bwhat (?:were|are) you(?:r)? (?:told|instructed|instructions)\b/iu,
  persona:
    /\byou are (?:now|no longer|going to (?:act|be|pretend))\b|\bfrom now on\b|\b(?:act|behave|respond|answer|reply) as (?:if|though|an?|the|my)\b|\bpretend (?:to be|you|that)\b|\brole ?play\b|\bstay in character\b|\b(?:assume|take on) the (?:role|identity|persona)\b|\bi want you to (?:act|be|pretend)\b/iu,
  unbound:
    /\b(?:DAN\b|do anything now|jailbr(?:eak|oken)|developer mode|dev mode|god mode|maintenance mode|debug mode|sudo mode|no (?:restrictions?|limits?|filters?|rules|ethical|moral)|without (?:any )?(?:restrictions?|limits?|filters?|ethical|moral|censorship)|unfiltered|uncensored|unrestricted|amoral|opposite mode|evil (?:twin|confidant|bot))/iu,
  modelName:
    /\b(?:chat ?gpt|gpt-?[345]|open ?ai|anthropic|claude|language model|llm|ai (?:model|assistant|chatbot|language)|chatbot)\b/iu,
  policy:
    /\b(?:content polic|openai'?s? polic|ethical guidelines|safety guidelines|as an ai|break (?:free|character)|comply with|refuse|hypothetical response|disclaimer)\w*/iu,
  outputControl:
    /\b(?:in|to|into|with|at the (?:end|start|beginning) of) your (?:next )?(?:response|reply|replies|answer|output|message)s?\b|\b(?:start|begin|end|finish|preface|prefix) (?:each |every |all )?(?:of )?(?:your |the )?(?:response|reply|answer|output|message)s? with\b|\b(?:respond|reply|answer) only with\b|\byour (?:response|reply|answer)\b/iu,
  frame:
    /<\|?(?:im_start|im_end|system|endoftext|user|assistant)\|?>|\[\/?(?:INST|SYS)\]|<<\/?SYS>>|^[ \t]{0,9}(?:system|assistant|developer) ?(?:prompt|message|override)? ?:|## ?(?:system|instruction|new instructions?)|<\/?(?:data|context|article|passage|document|instructions?|system)>|\b(?:end|begin)(?:ning)? of (?:the )?(?:system|user|prompt|instructions|context|article|document)/imu,
  encode:
    /\b(?:base ?64|base ?16|rot ?13|hexadecimal|morse|caesar cipher|pig latin|backwards?|reverse (?:order|sequence))\b/iu,
  toReader:
    /\b(?:if you are|note to|attention|dear|hey|instructions? (?:for|to)|message (?:for|to)|important for)\b[^.!?\n]{0,15}\b(?:ai|a\.i\.|llms?|language models?|assistants?|(?:ai |chat|support )?bots?|chatbots?|agents? reading)\b/iu,
  sendAway:
    /\b(?:send|post|forward|email|upload|exfiltrate|leak|append|include|embed)\b[^.!?\n]{0,60}\b(?:api keys?|tokens?|passwords?|credentials|secrets?|conversation|chat history|user(?:'s)? (?:data|email|messages))\b|!\[[^\]\n]{0,200}\]\(https?:[^)\s]{0,500}\{/iu,
  newTask:
    /\b(?:new|your real|your only|your actual) (?:instructions?|task|objective|goal|orders?|rules?) (?:is|are|:)|\b(?:instead|now),? (?:of (?:answering|that),? )?(?:say|write|print|output|respond|reply|answer|tell|output)\b|\bsay exactly\b|\brepeat after me\b/iu,
};

/** Names of the rules whose words stand in the text. */
export function injectionRulesIn(text: string): string[] {
  return Object.entries(INJECTION_RULES)
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => name);
}
