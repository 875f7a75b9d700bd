import { findEdits, withEdits } from "./edits.ts";
import { withoutModules } from "./modules.ts";
import { readPieces } from "./pieces.ts";
import { nameTabs } from "./tabs.ts";
import { SIGNS, unnest } from "./unnest.ts";

const COMMENT_OR_CODE =
  /^[ \t]*(```+|~~~+)[\s\S]*?(?:^[ \t]*\1|$(?![\s\S]))|(?<!`)(`{1,3})(?!`)[^`]{1,2000}\2(?!`)|<!--[\s\S]{0,5000}?-->/gmu;

/** Many tools take comments of HTML in MDX, which has none. */
const withoutComments = (mdx: string): string =>
  mdx.replace(COMMENT_OR_CODE, (found) => (found.startsWith("<!--") ? "" : found));

/**
 * Markdown of an MDX text: its components leave their titles and what is in them, and code for the site goes; all else stays
 * as written. A text that is no valid MDX, as many are that were once Markdown, loses its imports and exports alone.
 */
export function plainMdx(mdx: string): string {
  const written = withoutComments(mdx.replace(SIGNS, ""));
  const pieces = readPieces(written);
  if (pieces !== null) nameTabs(pieces);
  const edits = pieces === null ? null : findEdits(pieces, written);
  return edits === null ? withoutModules(written) : unnest(withEdits(written, edits));
}
