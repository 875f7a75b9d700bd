/** What questions begin with, by language; a word that begins English sentences of another kind only stands with what follows it. */
const OPENINGS = [
  "how|what|why|where|when|which|who|can|could|is|are|do|does|did|should|will|would",
  "wie|was|wo|wohin|woher|warum|wieso|weshalb|wann|wer|wen|wem|welche[rsnm]?|kann|kannst|könnte|können|darf|muss|gibt es",
  "pourquoi|où|quand|combien|qui|quel(?:le)?s?|est-ce|qu'est-ce|puis-je|peut-on|comment (?:puis|peut|faire|ça|se)",
  "comment \\p{L}+(?:er|ir|re) (?:le|la|les|un|une|mon|ma|mes|son|sa|ses|votre|au|à|des|du)",
  "c[oó]mo|por qu[eé]|d[oó]nde|cu[aá]ndo|cu[aá]nt[oa]s?|qui[eé]n|cu[aá]l(?:es)?|qué|puedo|se puede",
  "onde|quando|quant[oa]s?|qual|quais|quem|porque|posso|pode-se|é possível",
  "dove|perché|chi|quale|quali|cosa|si può|come (?:si|posso|faccio|fare|funziona|\\p{L}+(?:are|ere|ire|arsi|ersi))",
  "hoe|waar|wanneer|waarom|wat|welke|kan|hur|varför|när|hvordan|hvor|hvorfor|hvornår|miten|miksi|missä|milloin",
  "jak|gdzie|kiedy|dlaczego|czy|ile|nasıl|neden|nerede|как|что|где|почему|зачем|когда|как(?:ой|ая|ое|ие)|сколько|кто|можно ли|могу ли|куда|откуда",
  "كيف|هل|ما|ماذا|لماذا|أين|متى|كم|چگونه|چرا",
].join("|");
/** Signs and words that ask wherever they stand: in these languages a question need not begin with them. */
const ANYWHERE = [
  "[?？؟]",
  "如何|怎[么麼样樣]|什[么麼]|[为為]何|哪[里裡儿兒个個]|[吗嗎呢]$|是否|能否|能不能|可不可以|有没有",
  "(?:ます|です|ません|でしょう|ました)か|どう|なぜ|どこ|いつ|(?:方法|やり方)は?$|(?:する|なる|れる|せる)には$",
  "어떻게|무엇|왜|어디|언제|(?:나요|까요|습니까|ㄹ까)",
  "कैसे|क्या|क्यों|कहाँ|कहां|कब|कौन",
].join("|");

const ASKS = new RegExp(`^[^\\p{L}\\p{N}_]*(?:${OPENINGS})(?![\\p{L}\\p{M}\\p{N}_])|${ANYWHERE}`, "iu");

/** Whether a text has the form of a question, in the languages that communities mostly speak. */
export const hasFormOfQuestion = (text: string): boolean => ASKS.test(text.trim());
