/**
 * What people say around a question: English, German, French, Spanish, Portuguese, Italian, Dutch and Arabic, a line each,
 * without accents and in lower case. No phrase stands twice, or many of them in a row would be read in too many ways.
 */
const GREETINGS = [
  "hi|hello|hey|hiya|yo|good (?:morning|afternoon|evening|day)|greetings|howdy",
  "hallo|hallochen|moin(?: moin)?|servus|gr(?:u|ue)(?:ss|ß) (?:gott|dich|euch)|guten (?:morgen|tag|abend)",
  "bonjour|bonsoir|salut|coucou",
  "hola|buenas|buenos dias|buenas (?:tardes|noches)|saludos",
  "ola|oi|bom dia|boa (?:tarde|noite)",
  "ciao|buongiorno|buonasera|salve",
  "hoi|goedemorgen|goedemiddag|goedenavond|goedendag",
  "مرحبا|اهلا|السلام عليكم|صباح الخير|مساء الخير",
].join("|");
/** Whom a greeting may name. */
const EVERYBODY = [
  "there|all|everyone|everybody|team|folks|guys|again",
  "zusammen|alle|allerseits|leute|ihr lieben|nochmal",
  "a tous|a toutes|tout le monde|l'equipe|les amis",
  "a todos|a todas|todos|todas|equipo|chicos|amigos",
  "pessoal|gente|galera|equipe",
  "a tutti|tutti|ragazzi",
  "allemaal|iedereen|mensen",
  "بكم|جميعا|بالجميع",
].join("|");
const YES = "yes|yep|ja|jawohl|oui|si|sim|نعم";
/** "That worked", "thank you": a message made of nothing else says that it is done. */
const DONE = [
  "ok|okay|great|perfect|awesome|cool|nice|super|yay|solved|fixed|got it",
  "(?:many |much )?thanks(?: a lot| so much| a ton| again| everyone| all)?(?: for (?:the|your|all the|all your) (?:quick )?help)?|thank you(?: so much| very much| all)?(?: for (?:the|your|all the|all your) (?:quick )?help)?",
  "thx|ty|tysm|cheers",
  "(?:that |it |this )?(?:all )?(?:worked|works|solved it|fixed it|did it|did the trick|helped|is solved|is fixed)(?: now| for me| perfectly)*",

  "prima|klasse|perfekt|toll|passt|gelost|erledigt|alles klar",
  "(?:vielen|herzlichen|besten|lieben|tausend) dank(?: dir| euch| ihnen| nochmal| fur (?:die|deine|eure|ihre) (?:schnelle )?hilfe)*|danke(?: schon| sehr| dir| euch| ihnen| nochmal| vielmals| fur (?:die|deine|eure|ihre) (?:schnelle )?hilfe)*",
  "(?:das |es |jetzt )*(?:hat )?(?:funktioniert|geklappt|geholfen|klappt|geht|lauft)(?: jetzt| wieder| super| bei mir)*",

  "parfait|genial|resolu|regle|d'accord|c'est (?:bon|resolu|regle|parfait)",
  "(?:un grand )?merci(?: beaucoup| bien| encore| a tous| a toi| a vous| pour (?:ton|votre|l') ?aide)*",
  "(?:ca|cela) (?:marche|fonctionne|a marche|a fonctionne)(?: maintenant| tres bien| parfaitement)*",

  "perfecto|listo|vale|resuelto|solucionado|excelente",
  "(?:muchas |mil )?gracias(?: a todos| por (?:la|tu|su|vuestra) ayuda| por todo)*",
  "(?:eso |esto |ya |ahora )*(?:me )?(?:funciono|ha funcionado|funciona)(?: ahora| perfectamente| bien)*",

  "perfeito|otimo|resolvido|valeu|beleza|deu certo",
  "(?:muito )?obrigad[oa](?: a todos| pela (?:sua )?ajuda| mesmo)*",
  "(?:isso |ja |agora )*funcionou(?: agora| perfeitamente| bem)*",

  "perfetto|ottimo|risolto",
  "grazie(?: mille| tante| a tutti| ancora| (?:per l'|dell'|per il vostro |per il tuo )aiuto)*",
  "(?:ora |adesso )?(?:funziona|ha funzionato)(?: ora| adesso| tutto)*",

  "opgelost|top|(?:hartelijk )?bedankt(?: voor (?:de|je|jullie|uw) hulp)?|dank (?:je|u)(?: wel)?|dankjewel|dankuwel",
  "(?:het |dat |nu )*(?:werkt|heeft gewerkt|heeft geholpen)(?: nu| weer)*",

  "شكرا(?: جزيلا| لكم| لك)*|تمام|ممتاز|تم الحل|يعمل الان",
  YES,
].join("|");

const ONLY_YES = new RegExp(`^(?:${YES})(?: (?:${YES}))*$`, "u");
const ONLY_GREETING = new RegExp(`^(?:${GREETINGS})(?: (?:${EVERYBODY}))?$`, "u");
const ONLY_DONE = new RegExp(`^(?:(?:${DONE})(?: |$))+$`, "u");

/** "Good morning all", and nothing else. */
export function isGreeting(text: string): boolean {
  return ONLY_GREETING.test(bare(text));
}

/** Who says more than this has something to say. */
const LONGEST_THANKS = 150;

/** "It works now?" wants to hear whether it does. */
const ASKS = /[?？؟]/u;

/** "Thanks, that worked": the asker says that it is done, and nothing else. */
export function isThanks(text: string): boolean {
  if (ASKS.test(text)) return false;
  const words = bare(text);
  return words.length <= LONGEST_THANKS && ONLY_DONE.test(words);
}

/** "Yes" and nothing else: what it means depends on what was asked. */
export function isYes(text: string): boolean {
  return ONLY_YES.test(bare(text));
}

/** Nothing that anybody could answer: empty, only emoji or signs, a greeting, a thank-you. */
export function isChatter(text: string): boolean {
  return bare(text) === "" || isGreeting(text) || isThanks(text);
}

/** The words alone: no signs, no emoji, no names that are mentioned, no accents. */
function bare(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(/<(?:[@!#:]|a:)[^<>]{0,200}>/gu, " ")
    .replace(/:[a-z0-9_+-]{1,100}:/gu, " ")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}\s']/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}
