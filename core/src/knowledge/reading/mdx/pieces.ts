import { parse, postprocess, preprocess } from "micromark";
import { gfm } from "micromark-extension-gfm";
import { mdxjs } from "micromark-extension-mdxjs";
import { isTooMuch, patientParser } from "./limits.ts";

/** Offsets in the text. */
type Place = { start: number; end: number };
export type Tag = Place & {
  kind: "opening" | "closing" | "alone";
  /** Empty for a fragment. */
  name: string;
  /** Those whose values are words, or lists of such as they are written; other code says nothing. */
  attributes: Map<string, string>;
};
/** What MDX has beyond Markdown. */
export type Piece = Tag | (Place & { kind: "expression" }) | (Place & { kind: "module" });

/** The pieces in the text's order; null for a text that is no MDX, or that nobody wrote to be read. */
export function readPieces(mdx: string): Piece[] | null {
  const tokens = isTooMuch(mdx) ? null : tokensOf(mdx);
  if (tokens === null) return null;
  const pieces: Piece[] = [];
  let tag: Tag | undefined;
  let attribute = "";
  for (const { type, start, end } of tokens) {
    const place = { start: start.offset, end: end.offset };
    const source = mdx.slice(place.start, place.end).trim();
    switch (type.replace(/^mdxJsx(?:Flow|Text)/u, "")) {
      case "mdxjsEsm":
        pieces.push({ kind: "module", ...place });
        break;
      case "mdxFlowExpression":
      case "mdxTextExpression":
        pieces.push({ kind: "expression", ...place });
        break;
      case "Tag":
        tag = { kind: "opening", name: "", attributes: new Map(), ...place };
        pieces.push(tag);
        break;
      case "TagName":
        if (tag) tag.name = source;
        break;
      case "TagClosingMarker":
        if (tag) tag.kind = "closing";
        break;
      case "TagSelfClosingMarker":
        if (tag) tag.kind = "alone";
        break;
      case "TagAttributeName":
        attribute = source;
        break;
      case "TagAttributeValueLiteralValue":
        tag?.attributes.set(attribute, source.replace(/\s+/gu, " "));
        break;
      case "TagAttributeValueExpression": {
        const words = /^\{\s*\[/u.test(source) ? source.slice(1, -1) : wordsIn(source);
        if (words !== "") tag?.attributes.set(attribute, words);
      }
    }
  }
  return pieces;
}

/** `{"words"}` and `{" "}` are words, all other code is none. */
export function wordsIn(expression: string): string {
  return /^\{\s*(["'`])([^"'`\\$]*)\1\s*\}$/u.exec(expression)?.[2] ?? "";
}

type Token = { type: string; start: { offset: number }; end: { offset: number } };

function tokensOf(mdx: string): Token[] | null {
  const chunks = preprocess()(mdx, undefined, true);
  try {
    const events = postprocess(
      parse({ extensions: [gfm(), mdxjs({ acorn: patientParser() })] })
        .document()
        .write(chunks),
    );
    return events.flatMap(([step, token]) => (step === "enter" ? token : []));
  } catch (error) {
    // Such an error says where the text is no MDX; any other is not about the text.
    if (error instanceof Error && "place" in error) return null;
    throw error;
  }
}
