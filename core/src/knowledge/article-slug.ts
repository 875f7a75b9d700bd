import { toSlug } from "../text/index.ts";

/** Endings that say what a file is; an address that ends so is that of an article's Markdown or of a picture. */
const FILE_ENDING = /\.(?=(?:md|mdx|html?|xml|txt|json|png|svg|js|css)$)/;

/** Slug of an article or category, never mistaken for a file; "" when nothing of the text can be in an address. */
export const toArticleSlug = (text: string): string => toSlug(text).replace(FILE_ENDING, "-");

/** The first of slug, slug-2, slug-3 ... that `isTaken` does not refuse. */
export async function firstFreeSlug(
  slug: string,
  isTaken: (candidate: string) => Promise<boolean>,
): Promise<string> {
  let candidate = slug;
  for (let n = 2; await isTaken(candidate); n += 1) candidate = `${slug}-${n}`;
  return candidate;
}
