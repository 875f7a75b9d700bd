/**
 * What people say around a question, a line for each language, in lower case and those of Latin letters without accents. No
 * phrase stands twice, or many of them in a row would be read in too many ways.
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
  "привет|здравствуйте|здравствуй|приветствую|добрый (?:день|вечер)|доброе утро|доброго (?:дня|времени суток)",
  "привіт|вітаю|добрий вечір|доброго ранку",
  "czesc|hej|siema|witam|witajcie|dzien dobry|dobry wieczor",
  "merhaba|merhabalar|selam|selamlar|gunaydın|iyi (?:gunler|aksamlar|geceler)",
  "नमस्ते|नमस्कार|सुप्रभात|हैलो",
  "xin chao|chao|halo|selamat (?:pagi|siang|sore|malam)",
  "(?:大家|各位)?(?:你好|您好|早上好|上午好|下午好|晚上好|早安)|大家好|各位好|嗨|哈喽",
  "(?:皆さん|みなさん)?(?:こんにちは|こんばんは|おはようございます|おはよう|はじめまして)|お疲れ様です|お疲れさまです",
  "안녕하세요|안녕|좋은 아침(?:입니다|이에요)?|반갑습니다",
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
  "всем|друзья|коллеги|народ|ребята|всім|друзі|колеги",
  "wszystkim|wszyscy|herkese|arkadaslar|moi nguoi|semua|여러분",
].join("|");
const YES = "yes|yep|ja|jawohl|oui|si|sim|نعم|да|так|tak|evet|हाँ|是|是的|对|はい|네|예";
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

  "отлично|супер|понятно|ясно|понял|поняла|ок",
  "(?:большое |огромное )?спасибо(?: большое| огромное| вам| тебе| всем| за помощь)*|благодарю(?: вас| за помощь)*|спс",
  "(?:все |теперь |уже )*(?:заработало|работает|получилось|решено|помогло)(?: теперь)?",
  "чудово|(?:щиро )?дякую(?: дуже| всім| вам| за допомогу)*|(?:вже |тепер )*(?:працює|запрацювало|вирішено|допомогло)",

  "swietnie|rozwiazane|dzieki(?: wielkie| bardzo| za pomoc)*|(?:bardzo )?dziekuje(?: bardzo| za pomoc)*",
  "(?:juz |teraz )*(?:działa|pomogło)(?: juz| teraz)*",
  "harika|mukemmel|tamam|cozuldu|hallettim|calıstı|(?:cok )?(?:tesekkurler|tesekkur ederim|sagol|sagolun|sag ol|sag olun)",
  "(?:बहुत )*(?:धन्यवाद|शुक्रिया)|ठीक है|हो गया|समझ गया|काम कर गया",
  "cam on(?: ban| nhieu| moi nguoi)*|duoc roi|terima kasih(?: banyak| semua| atas bantuannya)*|makasih|sudah (?:bisa|berhasil)",

  "(?:好的|明白了|知道了|收到|(?:问题)?(?:已经)?(?:解决了|搞定了|可以了|好了)|(?:非常|十分|太)?(?:谢谢|感谢|多谢|謝謝|感謝|多謝)(?:你们|你|您|大家|各位|的帮助|帮助|了|啦)*)+",
  "(?:了解です|了解しました|わかりました|分かりました|承知しました|助かりました|解決しました|できました|動きました|直りました|うまくいきました|(?:どうも|本当に|大変)?ありがとう(?:ございました|ございます)?)+",
  "(?:정말 |너무 |대단히 )?(?:감사합니다|감사해요|감사드립니다|고맙습니다|고마워요|고마워)|알겠습니다|확인했습니다|(?:잘 |이제 )*(?:됩니다|돼요)|해결(?:됐습니다|되었습니다|됐어요|했습니다|했어요)",
  YES,
].join("|");

const ONLY_YES = toPattern(`(?:${YES})(?: (?:${YES}))*`);
const ONLY_GREETING = toPattern(`(?:${GREETINGS})(?: (?:${EVERYBODY}))?|(?:${EVERYBODY}) (?:${GREETINGS})`);
const ONLY_DONE = toPattern(`(?:(?:${DONE})(?: |$))+`);

/** Letters are compared as `bare` leaves them. */
function toPattern(source: string): RegExp {
  return new RegExp(`^(?:${withoutMarks(source)})$`, "u");
}

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
  return withoutMarks(text.toLowerCase())
    .replaceAll("’", "'")
    .replace(/<(?:[@!#:]|a:)[^<>]{0,200}>/gu, " ")
    .replace(/:[a-z0-9_+-]{1,100}:/gu, " ")
    .replace(/[^\p{L}\p{N}\s']/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}

function withoutMarks(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "");
}
