import { findEdits, withEdits } from "./edits.ts";
import { withoutModules } from "./modules.ts";
import { readPieces } from "./pieces.ts";
import { SIGNS, unnest } from "./unnest.ts";

/**
 * Markdown of an MDX text: its components leave their titles and what is in them, and code for the site goes; all else stays
 * as written. A text that is no valid MDX, as many are that were once Markdown, loses its imports and exports alone.
 */
export function plainMdx(mdx: string): string {
  const written = mdx.replace(SIGNS, "");
  const pieces = readPieces(written);
  const edits = pieces === null ? null : findEdits(pieces, written);
  return edits === null ? withoutModules(written) : unnest(withEdits(written, edits));
}
