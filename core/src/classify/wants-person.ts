import { textFeatures } from "./features.ts";
import { loadModel, scoresOf, sigmoid } from "./linear.ts";

/** A wrong yes costs an agent a look; a wrong no leaves somebody with a machine they do not want. */
export const PERSON_THRESHOLD = 0.35;

const READ_CHARACTERS = 1_000;
const RULE_WEIGHT = 1;

const PERSON_RULES: Readonly<Record<string, RegExp>> = {
  says: /\b(?:talk|speak|chat|connect(?:ed)?|put (?:me )?through|transfer(?:red)?|hand(?:ed)? (?:me )?over|reach|escalate|contact|get (?:in touch|hold)|call)\b[^.?!\n]{0,25}\b(?:a |an |the |some |one of )?(?:real |actual |live |human |freaking |goddamn |free )*(?:person|people|human|humans|agent|agents|someone|somebody|representative|rep|reps|operator|assistant|staff|manager|supervisor|employee|colleague|support (?:agent|person|team|staff)|customer service|customer support)\b/iu,
  real: /\b(?:real|actual|live|human) (?:person|human|people|agent|being|support|help|assistance|operator)\b/iu,
  wants:
    /\b(?:want|need|give me|get me|prefer|like|require|assistance from|help from)\b[^.?!\n]{0,12}\b(?:a|an|the|some|your|speaking to|talking to)\b[^.?!\n]{0,12}\b(?:human|person|agent|representative|operator|someone|manager)\b/iu,
  notBot:
    /\b(?:not|no|isn'?t|than|without|instead of|stop|hate|enough|sick) (?:(?:talk\w*|chat\w*) (?:to|with) )?(?:a |an |the |this |of (?:a |the |this )?)?(?:bots?|robots?|machines?|ai|chatbots?)\b/iu,
  cannotHelp:
    /\b(?:u ?a?re?|you are|you're|this is|bot is) (?:not|no|useless)\b[^.?!\n]{0,20}\b(?:help\w*|useful|use)\b/iu,
  callMe: /\b(?:call me|phone me|give me a call|ring me|somebody call)\b/iu,
  elsewhere: new RegExp(
    [
      "(?:mit|zu) (?:einem|einer|jemandem) (?:echten |richtigen )?(?:menschen|mitarbeiter\\w*|person|kollegen)|(?:echten|richtigen) menschen|menschlichen? (?:support|mitarbeiter\\w*|hilfe)",
      "parler (?:à|avec|a) (?:un|une|quelqu)|(?:un|une) (?:vrai\\w* )?(?:humain\\w*|conseiller\\w*|personne)",
      "hablar con (?:un|una|alguien)|(?:persona|agente|humano) real",
      "parlare con (?:un|una|qualcuno)",
      "falar com (?:um|uma|alguém)",
      "met een (?:echte? )?(?:mens|medewerker|persoon) (?:praten|spreken)|(?:praten|spreken) met een (?:echte? )?(?:mens|medewerker|persoon)",
      "поговорить с (?:человеком|оператором|кем)|живого человека",
      "(?:التحدث|التكلم|أتحدث|أتكلم) (?:إلى|مع) (?:شخص|موظف|إنسان)",
    ]
      .map((phrases) => `(?<!\\p{L})(?:${phrases})`)
      .concat("人工客服|转人工|轉人工|オペレーター")
      .join("|"),
    "iu",
  ),
  ofSoftware:
    /\b(?:user|ai|agentic|coding|monitoring|datadog|llm|background|proxy|build|ssh|node|support) agents?\b|\bagent (?:process|crashes|fails|config\w*|version|logs?|api|sdk|mode|framework|tool)\b|\b(?:ray|langchain|autogen)\b|\bhuman.readable\b|\bhow (?:do|can|to)\b[^.?!]{0,30}\b(?:create|add|build|define|configure|assign|deploy|install|run|write)\b[^.?!]{0,20}\b(?:agent|person|human|operator|manager)/iu,
};

export function personFeatures(text: string): Map<string, number> {
  const beginning = text.slice(0, READ_CHARACTERS);
  const features = textFeatures(beginning, { words: 2, pieces: [4] });
  for (const [name, pattern] of Object.entries(PERSON_RULES)) {
    if (pattern.test(beginning)) features.set(`r:${name}`, RULE_WEIGHT);
  }
  return features;
}

/** How surely somebody asks for a person instead of the bot, 0 to 1; compare with `PERSON_THRESHOLD`. */
export function scorePerson(text: string): number {
  return sigmoid(scoresOf(loadModel("person"), personFeatures(text))[0] ?? 0);
}
