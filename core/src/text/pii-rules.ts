import { isCardNumber, isIban, isPersonalIp } from "./pii-numbers.ts";

export const PII_KINDS = [
  "secret",
  "email",
  "phone",
  "ip",
  "card",
  "bank_account",
  "national_id",
  "address",
  "account_name",
  "chat_id",
  "name",
] as const;
export type PiiKind = (typeof PII_KINDS)[number];

/** A shape, what stands in its place ("$1" and so on name its groups), and whether a find is one. */
export type Rule = {
  kind: PiiKind;
  pattern: RegExp;
  put: string;
  isOne?: (found: string, before: string) => boolean;
};

const CAPITALIZED = String.raw`\p{Lu}['’]?\p{L}*\p{Ll}[\p{L}'’-]*(?!\w)`;
const FULL_NAME = String.raw`${CAPITALIZED}(?:[ \t]+(?:${CAPITALIZED}|\p{Lu}(?![\p{L}])\.?)){0,3}`;
const STREET = String.raw`(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|square|highway|hwy|straße|strasse|str|rue|via|calle|utca|gata|weg|platz)`;
const KEEP_FOLDERS =
  /^(?:shared|public|default|all users|runner|node|ubuntu|app|vscode|root|user|username|you|yourname|name|me|coder|git|jenkins|vagrant|ec2-user|admin|administrator)$/iu;
const HARMLESS_VALUE =
  /^["'(<[{$]?(?:null|none|nil|true|false|undefined|required|invalid|missing|empty|wrong|incorrect|expired|string|str|not|the|your|is|was|hidden|token|secret|password|error|failed|\*+)/iu;

export const RULES: readonly Rule[] = [
  {
    kind: "secret",
    pattern:
      /^([ \t]*(?:>[ \t]*)*(?:-H[ \t]+["']?)?(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-auth-token)[ \t]*:[ \t]*)\S.*$/gimu,
    put: "$1[hidden]",
  },
  {
    kind: "secret",
    pattern:
      /\b((?:[A-Z][A-Z0-9]*_)*(?:KEY|TOKEN|SECRET|(?:PG)?PASSWORD|PASSWD|DSN|CREDENTIALS)(?:_[A-Z0-9]+)*=["']?)[^\s"']{4,}/gu,
    put: "$1[hidden]",
  },
  {
    kind: "secret",
    pattern:
      /\b((?:[a-z\d]{1,30}[_-]){0,4}(?:(?:pg)?password|passwd|passphrase|pwd|api[ _-]?key|secret(?:[ _-](?:access[ _-])?key)?|(?:access|auth|api|refresh)[ _-]?token|client[ _-]?secret|pin(?:[ _-]?code)?|otp|2fa code)["']?[ \t]*(?:[:=]|\bis\b)[ \t]*["']?)((?=[^\s"']*[\d!#$%&*?@^_+-])[^\s"'<>]{4,})/giu,
    put: "$1[hidden]",
    isOne: (found) => !HARMLESS_VALUE.test(found.replace(/^.*?(?:[:=]|\bis\b)[ \t]*/iu, "")),
  },
  {
    kind: "secret",
    pattern: /(\bcurl\b[^\n]{0,300}?[ \t](?:-u|--user)[ \t=]*["']?)[^\s"':]{1,100}:[^\s"']{1,200}/gu,
    put: "$1[hidden]",
  },
  {
    kind: "secret",
    pattern:
      /([?&#;](?:access_token|refresh_token|id_token|token|api_?key|key|sig|signature|secret|client_secret|password|pass|pwd|code|auth|session(?:_?id)?|sid|jwt|state|invite|x-amz-(?:signature|credential|security-token))=)[^\s&#"'<>)\]]+/giu,
    put: "$1[hidden]",
  },
  {
    kind: "secret",
    pattern: /(\b[a-z][a-z\d+.-]{1,20}:\/\/)[^\s:@/]{1,100}(?::[^\s@/]{0,200})?@(?=[\w[])/giu,
    put: "$1[hidden]@",
  },
  { kind: "email", pattern: /<(?:mailto:[^\s|<>]+)(?:\|[^<>]*)?>|\bmailto:[^\s<>"')]+/giu, put: "[email]" },
  {
    kind: "email",
    pattern:
      /(?<![\w.+-])[\p{L}\d][\p{L}\d._%+'-]{0,63}@(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.){1,5}\p{L}{2,24}(?![\w@])/gu,
    put: "[email]",
  },
  { kind: "phone", pattern: /<tel:[^<>]*>/giu, put: "[phone]" },
  {
    kind: "chat_id",
    pattern: /<(?:@[!&]?|#|!subteam\^)[A-Z0-9]{2,24}(?:\|[^<>]*)?>|(?<![\w./-])\d{17,20}(?![\w./-])/gu,
    put: "[id]",
    isOne: (found) => found.startsWith("<") || !isCardNumber(found),
  },
  { kind: "chat_id", pattern: /(?<![\w/-])[UW](?=[A-Z]*\d)[A-Z0-9]{8,11}(?![\w/-])/gu, put: "[id]" },
  {
    kind: "bank_account",
    pattern:
      /(?<![\p{L}\d])[a-z]{2}\d{2}(?:[a-z\d]{11,30}|(?: [a-z\d]{4}){2,7}(?: \d{1,4})?)(?![\p{L}\d])/giu,
    put: "[bank account]",
    isOne: isIban,
  },
  {
    kind: "card",
    pattern: /(?<![\w.-])\d(?:[ -]?\d){11,18}(?![\w-]|\.\d)/gu,
    put: "[card]",
    isOne: isCardNumber,
  },
  { kind: "national_id", pattern: /(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/gu, put: "[id number]" },
  {
    kind: "national_id",
    pattern:
      /(\b(?:social security|ssn|passport|driver'?s licen[cs]e|national id|tax id)\b[^\d\n]{0,30}?)\b[A-Z]{0,3}\d[\dA-Z-]{5,17}\b/giu,
    put: "$1[id number]",
  },
  {
    kind: "ip",
    pattern: /(?<![\w:.])[\da-f]{0,4}(?::[\da-f]{0,4}){3,7}(?![\w:.]*[\w:])/giu,
    put: "[ip]",
    isOne: isPersonalIp,
  },
  {
    kind: "ip",
    pattern: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)/gu,
    put: "[ip]",
    isOne: isPersonalIp,
  },
  {
    kind: "phone",
    pattern:
      /(?<![\w+.-])(?:\+|00(?=[1-9]))\d{1,3}[ ()./-]{0,3}(?:\(0\)[ ]?)?\d(?:[ ()./-]{0,2}\d){5,12}(?![\w-])/gu,
    put: "[phone]",
  },
  {
    kind: "phone",
    pattern:
      /(?<![\w.-])(?:\(\d{3}\)[ ]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?:[ ]?(?:x|ext\.?)[ ]?\d{1,6})?(?![\w-]|\.\d)/giu,
    put: "[phone]",
  },
  {
    kind: "phone",
    pattern: /(?<![\w.:-])0\d{1,4}(?:[ ./-]\d{2,4}){2,4}(?![\w:-]|\.\d)/gu,
    put: "[phone]",
    isOne: (found) => !/^0\d[./-]\d{2}[./-]\d{2,4}$/u.test(found),
  },
  {
    kind: "phone",
    pattern:
      /(\b(?:phone|tel(?:ephone)?|mobile|cell|whatsapp|sms|fax|desk|call(?: me)?(?: (?:at|on|under))?|reach me (?:at|on)|ring me|text me|my number|number is|messages? to|registered)\b[^\d\n/]{0,20}?)\(?\d[\d ().-]{5,16}\d(?:x\d{1,6})?(?![\w:])/giu,
    put: "$1[phone]",
  },
  {
    kind: "phone",
    pattern:
      /(?<![\w.-])\(?\d{2,3}\)?[ -]?\d{2,3}[ -]\d{2,4}(?:[ -]\d{2,4})?(?=[ -](?:office|fax|mobile|cell|home|desk|work)\b)/giu,
    put: "[phone]",
  },
  {
    kind: "account_name",
    pattern:
      /((?:\/(?:home|Users)|\b[A-Z]:[\\/]+(?:Users|Documents and Settings))[\\/]+)([^\\/\s:"'<>|*?]+(?: [^\\/\s:"'<>|*?]+(?=[\\/]))?)/giu,
    put: "$1[user]",
    isOne: (found) => !KEEP_FOLDERS.test(found.split(/[\\/]+/u).at(-1) ?? ""),
  },
  {
    kind: "address",
    pattern: new RegExp(
      String.raw`(?<![\w.])\d{1,6}[ \t]+(?:[\p{L}\d'’.-]+[ \t]+){1,4}${STREET}\b\.?(?:[ \t,]*(?:apt|suite|unit)\.?[ \t]*\d+)?`,
      "giu",
    ),
    put: "[address]",
    isOne: (found) => /\d\s+(?:\d+\s+)?\p{Lu}/u.test(found),
  },
  {
    kind: "address",
    pattern:
      /\b(?:PSC|Unit|USNS|USS|USCGC)\b[^\n]{1,40}\n?[ \t,]*(?:APO|FPO|DPO)[ \t]+[A-Z]{2}[ \t]+\d{5}\b/gu,
    put: "[address]",
  },
  {
    kind: "address",
    pattern:
      /(\b(?:my|our|new|home|billing|shipping|postal|mailing) address(?: (?:is|to|with)|:)[ \t]*)(?=[^\n]{0,60}\d)[^\n?!]{8,120}/giu,
    put: "$1[address]",
  },
  {
    kind: "name",
    pattern: new RegExp(
      String.raw`(\b(?:[Mm]y (?:full |last |first )?name is|[Mm]y name'?s|[Nn]ame:|[Ss]igned,|(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau|Mme)\.?)[ \t]+)${FULL_NAME}`,
      "gu",
    ),
    put: "$1[name]",
  },
  {
    kind: "name",
    pattern: new RegExp(
      String.raw`(^[ \t]*(?:(?:best|kind|warm)(?: regards| wishes)?|regards|cheers|sincerely|yours(?: truly| sincerely)?|thanks(?: in advance| a lot)?|thank you|greetings)[,.!]?[ \t]*\n+[ \t]*[-–—]{0,2}[ \t]*)${FULL_NAME}(?=[ \t]*$|\n[^.]{0,40}$)`,
      "gimu",
    ),
    put: "$1[name]",
    isOne: (found) => /\n[ \t\-–—]*\p{Lu}[^\n]*$/u.test(found),
  },
];
