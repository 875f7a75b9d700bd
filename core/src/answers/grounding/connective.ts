const LIST_MARK = /^\s*(?:[-*+>]|\d{1,3}[.)])\s+/u;
const withoutMark = (piece: string): string => piece.replace(LIST_MARK, "").trim();
const SHORT = 2;
const SHORT_WISH = 5;
const LONGEST_HEADING = 8;
const LONGEST_LEAD_IN = 15;

/** Sources in the languages that answers are mostly written in, and words that say no. */
const SOURCE =
  /\b(?:articles?|documentation|docs|passages?|knowledge base|help center|sources?|artikeln?|dokumentation|textstellen?|wissensdatenbank|quellen?|documentación|artículos?|base de conocimiento|base de connaissances|artigos?|documentação|documentazione|articoli|artikelen|documentatie)\b/iu;
const NOT =
  /\b(?:not|no|nothing|none|neither|cannot|without|doesn'?t|don'?t|isn'?t|aren'?t|nicht|nichts|kein\w*|weder|ohne|ne|pas|rien|aucune?|no|nada|ningun[oa]?|não|nenhum\w*|non|niente|geen|niet)\b/iu;
const TELLS =
  /\b(?:say|says|tell|tells|mention|mentions|cover|covers|describe|describes|name|names|answer|answers|explain|explains|state|states|find|found|know|sagen?|sagt|nenn\w+|beschreib\w+|erwähn\w+|steht|find\w*|beantwort\w+|mentionn\w+|indiqu\w+|dit|disent|dice|dicen|mencion\w+|menzion\w+|dizem|vermeld\w*|beschrijf\w*)\b/iu;

/** Words that assert nothing about the product: lead-ins, questions, headings, honest limits, a few words of kindness. */
export function isConnective(piece: string): boolean {
  const text = withoutMark(piece);
  if (/^(?:`{3,}|~{3,})/u.test(text)) return false;
  const words = text.match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu)?.length ?? 0;
  if (words === 0) return true;
  const isFactual = /\d{2,}|`|https?:/u.test(text);
  if (/[?？]["”'’)*_]*$/u.test(text)) return true;
  if (isFactual) return false;
  if (/[:：]["”'’)*_]*$/u.test(text)) return words <= LONGEST_LEAD_IN;
  if (/^#{1,6}\s/u.test(text)) return words <= LONGEST_HEADING;
  if (words <= SHORT || (words <= SHORT_WISH && /!["”'’)*_]*$/u.test(text))) return true;
  return isHonestLimit(text);
}

/** What something is done for, in front of the order to do it. */
const PURPOSE =
  /^(?:to|for|in order to|if you (?:want|need|would like) to|when you want to|um|zum|zur|für|pour|para|per|om|voor)\s[^,:：]{1,120},/iu;
/** Words of time say nothing of what is ordered. */
const WHEN = /\b(?:before|after|afterwards|while|during|once|finally|lastly|otherwise|instead)\b/giu;

/** The part of a lead-in, a heading or a cheer that could order something; null where nothing is ordered. */
export function ordersOf(piece: string): string | null {
  const text = withoutMark(piece);
  if (/[?？]["”'’)*_]*$/u.test(text) || isHonestLimit(text)) return null;
  return text.replace(PURPOSE, " ").replace(WHEN, " ");
}

/** Says that the articles do not say something. */
export function isHonestLimit(text: string): boolean {
  return SOURCE.test(text) && NOT.test(text) && TELLS.test(text);
}
