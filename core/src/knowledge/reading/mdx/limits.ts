import type { Options } from "acorn";
import { Parser } from "acorn";
import acornJsx from "acorn-jsx";
import { hasMore, PARAGRAPH } from "../../../text/index.ts";

/** What may open, close or divide something, which the parser compares with what stands before. */
const SIGN = /[\n*_~`\]>|]|(?:[-+]|\d[.)])(?=[ \t])/gu;
/** Half of it is a page of 200 KB; a text of nothing else keeps the parser busy for two seconds. */
const MOST_SIGNS = 15_000;
/** Those that make pairs within a paragraph. */
const PAIRED = /[*_~\]]/gu;
const MOST_PAIRED = 2_000;
/** At each brace that may end some code the parser reads all of the code. */
const MOST_BRACES = 2_000;

/** Whether a text would keep the parser of MDX busy for much longer than a page of documentation does. */
export function isTooMuch(mdx: string): boolean {
  if (hasMore(mdx, SIGN, MOST_SIGNS) || hasMore(mdx, /\}/gu, MOST_BRACES)) return true;
  for (const [paragraph] of mdx.matchAll(PARAGRAPH)) if (hasMore(paragraph, PAIRED, MOST_PAIRED)) return true;
  return false;
}

/** Some megabytes are read in a second. */
const MOST_CODE = 5_000_000;

/**
 * Reads the code of one text. The parser of MDX has a module read from its start again at each empty line: after too many
 * tries it is an error in the code.
 */
export function patientParser() {
  const parser = Parser.extend(acornJsx());
  let read = 0;
  const count = (code: string): void => {
    read += code.length;
    if (read > MOST_CODE)
      throw Object.assign(new SyntaxError("The code has no end."), { pos: 0, loc: { line: 1, column: 0 } });
  };
  return {
    parse(code: string, options: Options) {
      count(code);
      return parser.parse(code, options);
    },
    parseExpressionAt(code: string, at: number, options: Options) {
      count(code);
      return parser.parseExpressionAt(code, at, options);
    },
  };
}
