import { hasFormOfQuestion } from "./asks.ts";
import { findBeyondArticles } from "./beyond-articles.ts";
import { isChatter } from "./courtesies.ts";
import { findPersonNeed } from "./needs-person.ts";
import { pointsBack } from "./points-back.ts";
import { splitSentences } from "./sentences.ts";
import { isStopTerm, termsOf } from "./words.ts";

/** A message of no more words of content is searched for as it is. */
const SHORT = 14;
/** A sentence of fewer words of content says too little by itself: "what can I do?" */
const FEWEST = 2;
/** Who brings so many words of content has said what "it" is; a question of fewer takes sentences of its story until it has. */
const WHOLE = 5;

const ADDRESSED =
  "(?:\\W+(?:all|every(?:one|body)|team|folks|guys|there|people|community|friends|alle|zusammen|tous|todos))*";
/** As far as a polite half of a sentence goes: "sorry if this is obvious, but how do I ..." */
const CLAUSE = "(?:(?! but | aber | mais | pero | mas )[^.!?,;:\\n])*";
/** What people say to be polite. What is left of a sentence without it is what it says. */
const POLITENESS = new RegExp(
  [
    `(?:hi|hello|hey|hiya|howdy|dear|greetings|good (?:morning|afternoon|evening|day)|hallo|moin|guten (?:morgen|tag|abend)|liebe[rs]?|bonjour|bonsoir|salut|hola|buen[oa]s (?:d[ií]as|tardes|noches)|olá|oi|bom dia|boa tarde|ciao|buongiorno)\\b${ADDRESSED}`,
    `(?:many |much )?\\b(?:thanks?|thx|ty|tia)\\b(?: (?:you|a lot|a million|again|so much|very much|in advance|already))*(?: for ${CLAUSE})?`,
    `(?:vielen |herzlichen |besten )?\\bdank(?:e)?\\b(?: (?:im voraus|schon mal|euch|ihnen))*(?: für ${CLAUSE})?`,
    `\\bmerci\\b(?: (?:d'avance|beaucoup|à tous))*(?: (?:de|pour) ${CLAUSE})?`,
    `\\b(?:(?:muchas )?gracias|(?:muito )?obrigad[oa]|grazie)\\b(?: (?:de antemano|mille|in anticipo))*(?: (?:por|pela|pelo|per) ${CLAUSE})?`,
    `\\b(?:i )?hope (?:you|every(?:one|body)|all (?:is|are)|this finds)\\b${CLAUSE}|\\bich hoffe,? (?:euch|dir|ihnen)\\b${CLAUSE}`,
    `\\b(?:sorry|apologies|excuse me|pardon|entschuldigung|désolée?|perdón|desculpem?)\\b(?:,? (?:for|if|in case|that|für|falls|wenn|pour|si|por|se)\\b${CLAUSE})?`,
    "\\b(?:no|there is no|without any) (?:hurry|rush|worries|pressure)\\b(?: at all)?|\\btake your time\\b",
    "\\bany (?:help|hints?|ideas?|advice|pointers?|suggestions?|tips?|thoughts|input|feedback)\\b(?: on this)?(?:\\W*$| (?:is|are|would be|will be)\\b(?: (?:(?:much|highly|very|greatly) )?(?:welcome|appreciated|great|nice|awesome|helpful))?)",
    `\\b(?:please )?(?:just )?let me know\\b(?: (?:if|whether|in case)\\b${CLAUSE})?`,
    "\\b(?:can|could|would|does|is) (?:any|some)(?:one|body)\\b(?: please)?(?: (?:help(?: me)?(?: out)?|assist|advise|know|have an? (?:idea|clue)))?|\\b(?:please )?help me(?: out)?\\b(?: please)?",
    "\\b(?:have|enjoy) (?:a|your) (?:nice|good|great|lovely|wonderful)? ?(?:day|weekend|evening|week|one)\\b",
    "\\bi(?:'?m| am) (?:new|a newbie|a beginner)(?: (?:here|to this|around here))?\\b|\\bnew here\\b|\\b(?:first|quick|short|small|stupid|dumb|simple|noob) (?:post|question)\\b",
    `\\b(?:i'?m |i am )?not sure (?:if|whether) (?:this|it|here) (?:is|belongs)\\b${CLAUSE}|\\bis this the (?:right|correct) (?:channel|place)\\b${CLAUSE}`,
    ":[a-z0-9_+-]+:|<@\\w+>",
  ].join("|"),
  "giu",
);
const CLOSING =
  /^\W*(?:(?:best|kind|warm|many) regards|regards|best wishes|best|cheers|sincerely|yours|thanks|thank you|thx|(?:viele|liebe|beste|schöne) grüße|lg|mfg|vg|cordialement|saludos|abraços|cordiali saluti)\b[\s,.!–—-]*/iu;
/** A name or two, and no question. */
const SIGNATURE = /^(?:\p{Lu}[\p{L}.'-]*(?:\W+\p{Lu}[\p{L}.'-]*)?)?\W*$/u;

/** Says that something is wanted, or goes wrong. */
const TELLS =
  /\b(?:i(?:'d| would) (?:like|love)|(?:i|we) (?:want|need|wish|try|tried|must)|(?:am|are|'m|'re|was|were) (?:trying|looking|wondering|unable|stuck)|how to|errors?|fail(?:s|ed|ing|ure)?|exception|crash\w*|broken|wrong|(?:can|does|do|did|is|are|was|will|would)(?:not|n'?t| not)|unable|no longer|stopped|nothing (?:happens|arrives|works)|möchte|will|brauche|geht nicht|funktioniert nicht|fehler|ich versuche|je veux|je voudrais|je n'arrive|erreur|ne (?:marche|fonctionne) (?:pas|plus)|quiero|necesito|no (?:puedo|funciona)|quero|preciso|não (?:consigo|funciona)|errore|vorrei|non (?:riesco|funziona))\b/iu;

const FENCED = /```[\s\S]*?(?:```|$)/gu;
const INLINE_CODE = /`[^`\n]+`/u;

/** "Best regards", and a name on a line of its own. */
const SIGNED =
  /(?<=^|\n)[^\p{L}\n]*(?:(?:best|kind|warm|many) regards|regards|best wishes|best|cheers|sincerely|thanks|thank you|(?:viele|liebe|beste) grüße|lg|mfg|vg|cordialement|saludos|abraços)[^\p{L}\n]*\n[ \t]*\p{L}[\p{L}.'-]*(?:[ \t]+\p{L}[\p{L}.'-]*){0,2}\s*$/iu;

type Sentence = {
  text: string;
  /** Words of content beside politeness. */
  terms: number;
  isPolite: boolean;
  asks: boolean;
  /** Something is wanted, or goes wrong. */
  tells: boolean;
  /** Code, or a matter for people: never left out. */
  isKept: boolean;
};

/**
 * What a message asks, without what is told around it: people greet, thank and tell their story, and a search for all of
 * that finds what the story is about. What is short stays as it is but for mere politeness.
 */
export function focusQuestion(message: string): string {
  const sentences = readSentences(message);
  const saying = sentences.filter(({ isPolite }) => !isPolite);
  if (saying.length === 0) return message;
  const isShort = countTerms(saying) <= SHORT;
  const kept = isShort ? saying : saying.filter(choose(saying));
  return kept.length === sentences.length ? message : kept.map(({ text }) => text).join("\n");
}

const countTerms = (sentences: Sentence[]): number => sentences.reduce((sum, { terms }) => sum + terms, 0);

/** Which sentences of a long message say what is asked; all of them where none has the form of a question. */
function choose(saying: Sentence[]): (sentence: Sentence) => boolean {
  const asking = saying.filter(({ asks }) => asks);
  if (asking.length === 0) return () => true;
  const chosen = new Set([...asking, ...saying.filter(({ isKept }) => isKept)]);
  if (leans(asking)) {
    for (const sentence of contextOf(saying)) {
      if (countTerms([...chosen]) >= WHOLE) break;
      chosen.add(sentence);
    }
  }
  return (sentence) => chosen.has(sentence);
}

function leans(asking: Sentence[]): boolean {
  const terms = countTerms(asking);
  return terms < FEWEST || (terms < WHOLE && pointsBack(asking.map(({ text }) => text).join(" ")));
}

/** The sentences around the question that it may lean on: what is wanted or goes wrong, first before it, then what else stands there. */
function contextOf(saying: Sentence[]): Sentence[] {
  const at = saying.findLastIndex(({ asks }) => asks);
  const before = saying.slice(0, at).toReversed();
  const after = saying.slice(at + 1);
  return [...[...before, ...after].filter(({ tells }) => tells), ...before];
}

function readSentences(message: string): Sentence[] {
  const found: Sentence[] = [];
  let end = 0;
  for (const code of message.matchAll(FENCED)) {
    found.push(...sentencesOf(message.slice(end, code.index)));
    found.push({ ...readSentence(code[0]), isPolite: false, asks: false, isKept: true });
    end = code.index + code[0].length;
  }
  return [...found, ...sentencesOf(message.slice(end))];
}

const sentencesOf = (text: string): Sentence[] =>
  text.replace(SIGNED, "").split(/\n+/u).flatMap(splitSentences).map(readSentence);

function isClosing(text: string): boolean {
  const [closing] = CLOSING.exec(text) ?? [];
  return closing !== undefined && SIGNATURE.test(text.slice(closing.length));
}

function readSentence(text: string): Sentence {
  const said = text.replace(POLITENESS, " ");
  const terms = new Set(termsOf(said).filter((term) => !isStopTerm(term))).size;
  const saysNothing = terms === 0 || (terms < FEWEST && !hasFormOfQuestion(said));
  const beyond = findBeyondArticles(text);
  return {
    text,
    terms,
    isPolite: isChatter(text) || isClosing(text) || (said !== text && saysNothing),
    asks: hasFormOfQuestion(said) || hasFormOfQuestion(text),
    tells: TELLS.test(said),
    isKept:
      INLINE_CODE.test(text) || findPersonNeed(text, false) !== null || beyond === "own" || beyond === "deed",
  };
}
