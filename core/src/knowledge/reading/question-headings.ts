import { readBlocks } from "../../text/index.ts";

const label = (names: string): string => String.raw`(?:${names})[ \t]?\d{0,3}[ \t]?[:.)]`;
const QUESTION = label("Q|F|P|Question|Frage|Pregunta");
const ANSWER = label("A|R|Answer|Antwort|Réponse|Respuesta");
const ASKS = new RegExp(String.raw`^(\*\*|__)?${QUESTION}(\*\*|__)?[ \t]*(?=\S)`, "u");
const ANSWERS = new RegExp(String.raw`^(?:(\*\*|__)${ANSWER}\1|${ANSWER})[ \t]*`, "u");
/** Where the answer begins in the paragraph of its question. */
const TURN = new RegExp(String.raw`(?:\n|(?<=\?)[ \t])[ \t]{0,9}(?=(?:\*\*|__)?${ANSWER})`, "u");
const IN_BOLD = /^(\*\*|__)([^*\n]{1,300}\?)\1[ \t\\]*(?:\n([\s\S]+))?$/u;

const LONGEST = 300;
/** A page with fewer of them may say so once or twice in passing. */
const LEAST_LABELLED = 2;
const LEAST_BOLD = 3;

type Piece = { kind: string; depth: number; source: string; space: string };
/** `rest` stands behind the question in its paragraph. */
type Question = { words: string; rest: string; isLabelled: boolean };

/**
 * Markdown whose questions are headings, where a page of questions and answers has them in paragraphs: behind "Q:" and "A:",
 * or in bold with a question mark. Each answer is then found and quoted without those before it.
 */
export function withQuestionHeadings(markdown: string): string {
  if (!MAY_ASK.test(markdown)) return markdown;
  const pieces = readPieces(markdown);
  const found = pieces.map((piece, index) => readQuestion(piece, pieces[index + 1]));
  const isMany = (isLabelled: boolean): boolean =>
    found.filter((question) => question?.isLabelled === isLabelled).length >=
    (isLabelled ? LEAST_LABELLED : LEAST_BOLD);
  const many = { labelled: isMany(true), bold: isMany(false) };
  if (!many.labelled && !many.bold) return markdown;

  let depth = 1;
  let isAnswer = false;
  return pieces
    .map(({ kind, depth: own, source, space }, index) => {
      if (kind === "heading") depth = own;
      const question = found[index];
      const answered = isAnswer ? source.replace(ANSWERS, "") : source;
      isAnswer = false;
      if (!question || !(question.isLabelled ? many.labelled : many.bold)) return answered + space;
      isAnswer = question.isLabelled && question.rest === "";
      const rest = question.rest === "" ? "" : `\n\n${question.rest.replace(ANSWERS, "")}`;
      return `${"#".repeat(Math.min(depth + 1, 6))} ${question.words}${rest}${space}`;
    })
    .join("");
}

const MAY_ASK = new RegExp(
  String.raw`^(?:(?:\d{1,9}[.)]|[-*+])[ \t]+)?(?:\*\*|__)?${QUESTION}|\?(?:\*\*|__)[ \t\\]*$`,
  "mu",
);

function readPieces(markdown: string): Piece[] {
  const { blocks } = readBlocks(markdown);
  const head = markdown.slice(0, blocks[0]?.start ?? markdown.length);
  const pieces = blocks.flatMap(({ kind, depth, start, items }, index): Piece[] => {
    const whole = markdown.slice(start, blocks[index + 1]?.start ?? markdown.length);
    const listed = items.map((at, item) => whole.slice(at - start, (items[item + 1] ?? Infinity) - start));
    if (listed.length > 1 && listed.every((item) => ITEM.test(item))) return listed.flatMap(readItem);
    const source = whole.trimEnd();
    return [{ kind, depth, source, space: whole.slice(source.length) }];
  });
  return [{ kind: "break", depth: 0, source: head, space: "" }, ...pieces];
}

/** Of a list whose items are questions and answers. */
const ITEM = new RegExp(
  String.raw`^(?:\d{1,9}[.)]|[-*+])[ \t]+(?=(?:\*\*|__)?${QUESTION}|(\*\*|__)[^*\n]{1,300}\?\1[ \t]*\n)`,
  "u",
);

function readItem(item: string): Piece[] {
  const [marker = ""] = ITEM.exec(item) ?? [];
  const lines = item.slice(marker.length).split("\n");
  const indent = new RegExp(String.raw`^[ \t]{1,${marker.length}}`, "u");
  const text = lines.map((line) => line.replace(indent, "")).join("\n");
  return readPieces(`${text.trimEnd()}\n\n`);
}

function readQuestion({ kind, source }: Piece, next: Piece | undefined): Question | null {
  if (kind !== "paragraph") return null;
  const isFollowed = next !== undefined && next.kind !== "heading" && next.kind !== "break";
  const [, , bold, below = ""] = IN_BOLD.exec(source) ?? [];
  const [sign, open = "", close] = ASKS.exec(source) ?? [];
  if (sign === undefined) {
    const isAsked = bold !== undefined && (below !== "" || (isFollowed && !IN_BOLD.test(next.source)));
    return isAsked ? { words: bold, rest: below.trim(), isLabelled: false } : null;
  }
  const asked = split(source.slice(sign.length), close === undefined ? open : "");
  const words = asked.words.replace(/\s+/gu, " ").trim();
  if (words === "" || words.length > LONGEST) return null;
  const isAnswered = asked.rest === "" ? isFollowed && ANSWERS.test(next.source) : ANSWERS.test(asked.rest);
  const isAsked = words.endsWith("?") && (asked.rest !== "" || (isFollowed && !ASKS.test(next.source)));
  return isAnswered || isAsked ? { words, rest: asked.rest, isLabelled: true } : null;
}

/** A question that is bold as a whole ends with its mark. */
function split(text: string, mark: string): { words: string; rest: string } {
  const turn = mark === "" ? text.search(TURN) : text.indexOf(mark);
  if (turn < 0) return { words: text, rest: "" };
  return { words: text.slice(0, turn), rest: text.slice(turn + mark.length).trim() };
}
